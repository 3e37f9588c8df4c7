using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Waiting;

namespace Crochet;

/// <inheritdoc cref="EventualResult"/>
/// <typeparam name="T">The type of the value.</typeparam>
[AsyncMethodBuilder(typeof(EventualResultMethodBuilder<>))]
public class EventualResult<T> : EventualResult
{
    private T? _value;

    internal EventualResult(EventLoop? loop, CallInvoker? invoker = null, object? body = null)
        : base(loop, invoker, body)
    {
    }

    /// <summary>A result that has ended with the value: <see cref="EventualResult.FromResult{T}(T)"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is <see cref="object"/>, and the value a result or a task: it would be
    /// wrapped, not awaited.</exception>
    public static implicit operator EventualResult<T>(T value)
    {
        if (typeof(T) == typeof(object) && value is not null && IsTask(value))
        {
            throw new ArgumentException(
                $"An EventualResult<object> cannot have a {MethodName.ShortNameOf(value.GetType())} as its value. Return what that ends "
                    + "with: await it first, "
                + "or convert it with EventualResult.FromTask.",
                nameof(value));
        }

        return FromResult(value);
    }

    /// <summary>A result that ends as the task does: <see cref="EventualResult.FromTask{T}(Task{T})"/>.</summary>
    public static implicit operator EventualResult<T>(Task<T> task) => FromTask(task);

    /// <inheritdoc cref="EventualResult.Wait(TimeSpan, CancellationToken)"/>
    /// <returns>The value.</returns>
    public new T Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        base.Wait(timeout, cancellationToken);
        return _value!;
    }

    /// <inheritdoc cref="EventualResult.TryWait(TimeSpan, CancellationToken)"/>
    /// <param name="timeout">How long to block at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="result">The value, where there is one.</param>
    /// <param name="cancellationToken">Ends the wait alone, not the call.</param>
    public bool TryWait(TimeSpan timeout, [MaybeNullWhen(false)] out T result, CancellationToken cancellationToken = default)
    {
        var ended = TryWait(timeout, cancellationToken);
        result = ended ? _value : default;
        return ended;
    }

    /// <summary>
    /// The value, where the call has ended. Never blocks, so that it works on any thread, a loop's too; throws what the call failed with.
    /// </summary>
    /// <param name="result">The value, where there is one.</param>
    /// <returns>False while the call has not ended.</returns>
    public bool TryGetResult([MaybeNullWhen(false)] out T result)
    {
        Loop?.Schedule?.Pass($"TryGetResult of {GetName()}");
        var ended = IsCompleted;
        if (ended)
            ThrowIfFailed();
        result = ended ? _value : default;
        return ended;
    }

    /// <inheritdoc cref="EventualResult.AsTask"/>
    public new Task<T> AsTask() => (Task<T>)GetTask();

    /// <inheritdoc cref="EventualResult.GetAwaiter"/>
    public new TaskAwaiter<T> GetAwaiter() => AsTask().GetAwaiter();

    internal T Value => _value!;

    internal override object? BoxedValue => IsCompleted ? _value : null;

    /// <summary>False when the call had ended before.</summary>
    internal bool Succeed(T value)
    {
        _value = value;
        if (TrySucceed())
            return true;
        _value = default;
        return false;
    }

    internal void Follow(Task<T> task) => base.Follow(task);

    internal override void EndAs(Task task)
    {
        if (task is Task<T> { IsCompletedSuccessfully: true } typed)
            Succeed(typed.Result);
        else
            base.EndAs(task);
    }

    internal override void Reset()
    {
        _value = default;
        base.Reset();
    }

    private static bool IsTask(T value) => value is EventualResult or Task or ValueTask
        || (value?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private protected override Task CreateEndedTask() => Task.FromResult(_value!);

    private protected override IResultTask CreateTask() => new ResultTask<T>(this);
}
