using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Ends calls that give no value.</summary>
internal static class VoidReturn
{
    public static Task? Succeed(string _, EventualResult? call)
    {
        if (call is null)
            return Task.CompletedTask;
        call.Succeed();
        return null;
    }

    public static Task? FollowTask(string name, EventualResult? call, Task? task)
    {
        var followed = ReturnAdapter.NotNull(name, task);
        call?.Follow(followed);
        return followed;
    }

    public static Task? FollowValueTask(string name, EventualResult? call, ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return FollowTask(name, call, task.AsTask());
        task.GetAwaiter().GetResult();
        return Succeed(name, call);
    }

    public static Task? FollowResult(string name, EventualResult? call, EventualResult? result) =>
        FollowTask(name, call, ReturnAdapter.NotNull(name, result).AsTask());

    public static Func<EventualResult?, object?, Task?> ForObject(string name, ReturnKind kind) => kind switch
    {
        ReturnKind.Plain => (call, _) => Succeed(name, call),
        ReturnKind.Task => (call, task) => FollowTask(name, call, (Task?)task),
        ReturnKind.ValueTask => (call, task) => FollowValueTask(name, call, (ValueTask)task!),
        _ => (call, result) => FollowResult(name, call, (EventualResult?)result),
    };
}
