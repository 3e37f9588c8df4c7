using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>The end of a call that gives no value.</summary>
internal static class VoidEnding
{
    public static void Plain(string _, EventualResult call) => call.Succeed();

    public static void Task(string name, EventualResult call, Task? task) => call.Follow(Ending.NotNull(name, task));

    public static void ValueTask(string _, EventualResult call, ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            call.Follow(task.AsTask());
            return;
        }

        task.GetAwaiter().GetResult();
        call.Succeed();
    }

    public static void EventualResult(string name, EventualResult call, EventualResult? result) => call.Follow(Ending.NotNull(name, result).AsTask());

    public static Action<EventualResult, object?> Any(string name, ReturnKind kind) => kind switch
    {
        ReturnKind.Plain => (call, _) => Plain(name, call),
        ReturnKind.Task => (call, task) => Task(name, call, (Task?)task),
        ReturnKind.ValueTask => (call, task) => ValueTask(name, call, (ValueTask)task!),
        _ => (call, result) => EventualResult(name, call, (EventualResult?)result),
    };
}
