using Crochet.Calls;
using Crochet.Running;
using Crochet.Waiting;

namespace Crochet;

// What other threads ask of the loop.
public sealed partial class EventLoop
{
    /// <summary>Queues a callback and returns. What it throws is reported, and never ends the loop.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfStopped();
        Enqueue(new PostedCallback(callback, Clock.Milliseconds));
    }

    /// <summary>Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns its result-to-be at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public EventualResult RunInReactor(Action function) => Calls.Queue(ActionInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult<T> RunInReactor<T>(Func<T> function) => Calls.Queue<T>(FunctionInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as its task does.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult RunInReactor(Func<Task> function) => Calls.Queue(TaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    public EventualResult<T> RunInReactor<T>(Func<Task<T>> function) => Calls.Queue<T>(TaskInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as its task does. The
    /// token it gets is signalled, on the loop thread, by <see cref="EventualResult.Cancel"/> and by the loop's stop.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult RunInReactor(Func<CancellationToken, Task> function) => Calls.Queue(CancellableInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, Task<T>> function) =>
        Calls.Queue<T>(CancellableInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and blocks until it has ended. A timeout cancels the call;
    /// one that was still queued never runs.
    /// </summary>
    /// <param name="timeout">How long to block at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="function">What to run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="CrochetTimeoutException">It has not ended in time.</exception>
    /// <exception cref="EventLoopDeadlockException">Called on the loop thread itself; or the wait would close a ring of loops.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or did so before the call had ended.</exception>
    public void WaitFor(TimeSpan timeout, Action function) => Calls.Block(ActionInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function returned.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<T> function) => Calls.Block<T>(FunctionInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    public void WaitFor(TimeSpan timeout, Func<Task> function) => Calls.Block(TaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task ended with.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<Task<T>> function) => Calls.Block<T>(TaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by the timeout and by the loop's stop.</summary>
    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, Task> function) =>
        Calls.Block(CancellableInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> function) =>
        Calls.Block<T>(CancellableInvoker<T>.Instance, NotNull(function), Validated(timeout));

    private static TimeSpan Validated(TimeSpan timeout)
    {
        Deadline.Validate(timeout, nameof(timeout));
        return timeout;
    }

    private static TDelegate NotNull<TDelegate>(TDelegate function) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(function);
        return function;
    }
}
