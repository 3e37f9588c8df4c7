using System.Runtime.CompilerServices;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>The end of a call that gives a value: the member's, of type <typeparamref name="T"/>, from the implementation's.</summary>
internal static class ValueEnding<T, TFrom>
{
    public static void Plain(string _, EventualResult call, TFrom value) => ((EventualResult<T>)call).Succeed(Convert(value));

    public static void Task(string name, EventualResult call, Task<TFrom>? task) =>
        ((EventualResult<T>)call).Follow(Convert(Ending.NotNull(name, task)));

    public static void ValueTask(string name, EventualResult call, ValueTask<TFrom> task)
    {
        if (task.IsCompletedSuccessfully)
            Plain(name, call, task.Result);
        else
            Task(name, call, task.AsTask());
    }

    public static void EventualResult(string name, EventualResult call, EventualResult<TFrom>? result) =>
        Task(name, call, Ending.NotNull(name, result).AsTask());

    public static Action<EventualResult, object?> Any(string name, ReturnKind kind) => kind switch
    {
        ReturnKind.Plain => (call, value) => Plain(name, call, (TFrom)value!),
        ReturnKind.Task => (call, task) => Task(name, call, (Task<TFrom>?)task),
        ReturnKind.ValueTask => (call, task) => ValueTask(name, call, (ValueTask<TFrom>)task!),
        _ => (call, result) => EventualResult(name, call, (EventualResult<TFrom>?)result),
    };

    public static Task<T> Convert(Task<TFrom> task)
    {
        return task as Task<T> ?? ConvertAsync();

        async Task<T> ConvertAsync() => Convert(await task.ConfigureAwait(false));
    }

    private static T Convert(TFrom value) => typeof(T) == typeof(TFrom) ? Unsafe.As<TFrom, T>(ref value) : (T)(object?)value!;
}
