using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Waiting;

namespace Crochet;

/// <inheritdoc cref="EventualResult"/>
/// <typeparam name="T">The type of the value.</typeparam>
[AsyncMethodBuilder(typeof(EventualResultMethodBuilder<>))]
public sealed class EventualResult<T> : EventualResult
{
    private T? _value;

    internal EventualResult(EventLoop? loop, CallInvoker? invoker = null, object? body = null)
        : base(loop, invoker, body)
    {
    }

    /// <summary>A result that has ended with the value: <see cref="EventualResult.FromResult{T}(T)"/>.</summary>
    public static implicit operator EventualResult<T>(T value) => FromResult(value);

    /// <summary>A result that ends as the task does: <see cref="EventualResult.FromTask{T}(Task{T})"/>.</summary>
    public static implicit operator EventualResult<T>(Task<T> task) => FromTask(task);

    /// <inheritdoc cref="EventualResult.Wait(TimeSpan, CancellationToken)"/>
    /// <returns>The value.</returns>
    public new T Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        base.Wait(timeout, cancellationToken);
        return _value!;
    }

    /// <inheritdoc cref="EventualResult.TryWait(TimeSpan)"/>
    /// <param name="timeout">How long to block at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="result">The value, where there is one.</param>
    public bool TryWait(TimeSpan timeout, [MaybeNullWhen(false)] out T result)
    {
        var ended = TryWait(timeout);
        result = ended ? _value : default;
        return ended;
    }

    /// <inheritdoc cref="EventualResult.AsTask"/>
    public new Task<T> AsTask() => (Task<T>)GetTask();

    /// <inheritdoc cref="EventualResult.GetAwaiter"/>
    public new TaskAwaiter<T> GetAwaiter() => AsTask().GetAwaiter();

    internal T Value => _value!;

    internal override object? BoxedValue => IsCompleted ? _value : null;

    internal void Succeed(T value)
    {
        _value = value;
        if (!TrySucceed())
            _value = default;
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

    private protected override Task CreateEndedTask() => Task.FromResult(_value!);

    private protected override IResultTask CreateTask() => new ResultTask<T>(this);
}
