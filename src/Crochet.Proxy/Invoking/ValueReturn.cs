using System.Runtime.CompilerServices;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Ends calls that give a value: the member's, of type <typeparamref name="T"/>, from the implementation's.</summary>
internal static class ValueReturn<T, TFrom>
{
    public static Task? Succeed(string _, EventualResult? call, TFrom value)
    {
        if (call is null)
            return Task.FromResult(Convert(value));
        ((EventualResult<T>)call).Succeed(Convert(value));
        return null;
    }

    public static Task? FollowTask(string name, EventualResult? call, Task<TFrom>? task)
    {
        var converted = Convert(ReturnAdapter.NotNull(name, task));
        ((EventualResult<T>?)call)?.Follow(converted);
        return converted;
    }

    public static Task? FollowValueTask(string name, EventualResult? call, ValueTask<TFrom> task) =>
        task.IsCompletedSuccessfully ? Succeed(name, call, task.Result) : FollowTask(name, call, task.AsTask());

    public static Task? FollowResult(string name, EventualResult? call, EventualResult<TFrom>? result) =>
        FollowTask(name, call, ReturnAdapter.NotNull(name, result).AsTask());

    public static Func<EventualResult?, object?, Task?> ForObject(string name, ReturnKind kind) => kind switch
    {
        ReturnKind.Plain => (call, value) => Succeed(name, call, (TFrom)value!),
        ReturnKind.Task => (call, task) => FollowTask(name, call, (Task<TFrom>?)task),
        ReturnKind.ValueTask => (call, task) => FollowValueTask(name, call, (ValueTask<TFrom>)task!),
        _ => (call, result) => FollowResult(name, call, (EventualResult<TFrom>?)result),
    };

    public static Task<T> Convert(Task<TFrom> task)
    {
        return task as Task<T> ?? ConvertAsync();

        // A test that drives the loop sees nothing of the thread pool.
        async Task<T> ConvertAsync() => Convert(await task.ConfigureAwait(EventLoop.Current?.Schedule is not null));
    }

    private static T Convert(TFrom value) => typeof(T) == typeof(TFrom) ? Unsafe.As<TFrom, T>(ref value) : (T)(object?)value!;
}
