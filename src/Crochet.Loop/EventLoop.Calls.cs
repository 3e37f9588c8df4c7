using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Whether an exception says that its call is certain never to have run, so that calling again is safe: a withdrawn timeout, an overloaded loop, a loop that had
    /// stopped before the call began. For a retry policy to ask. Safe does not mean useful: a stopped loop of this process stays stopped.
    /// </summary>
    /// <remarks>It asks <see cref="INeverRan"/> and nothing else, so that exceptions of your own may say so too.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static bool NeverRan(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is INeverRan { NeverRan: true };
    }

    /// <summary>Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns its result-to-be at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    /// <exception cref="EventLoopOverloadedException">As many calls are queued as <see cref="EventLoopOptions.QueueLimit"/> allows.</exception>
    public EventualResult RunInReactor(Action function) => Calls.QueueOrThrow(ActionInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult<T> RunInReactor<T>(Func<T> function) => Calls.QueueOrThrow<T>(FunctionInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as what the function returned
    /// does. A function that returns null fails with <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    [OverloadResolutionPriority(2)]
    public EventualResult RunInReactor(Func<Task> function) => Calls.QueueOrThrow(TaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(2)]
    public EventualResult<T> RunInReactor<T>(Func<Task<T>> function) => Calls.QueueOrThrow<T>(TaskInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<ValueTask> function) => Calls.QueueOrThrow(ValueTaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<ValueTask<T>> function) => Calls.QueueOrThrow<T>(ValueTaskInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<EventualResult> function) => Calls.QueueOrThrow(ResultInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<EventualResult<T>> function) => Calls.QueueOrThrow<T>(ResultInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by <see cref="EventualResult.Cancel"/> and by the loop's
    /// stop.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<CancellationToken, Task> function) => Calls.QueueOrThrow(CancellableInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, Task<T>> function) => Calls.QueueOrThrow<T>(CancellableInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public EventualResult RunInReactor(Func<CancellationToken, ValueTask> function) => Calls.QueueOrThrow(CancellableValueTaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, ValueTask<T>> function) => Calls.QueueOrThrow<T>(CancellableValueTaskInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Like the others; what <paramref name="function"/> reports, from any thread, is there at once by the result's
    /// <see cref="EventualResult.TryGetProgress{TProgress}"/> and <see cref="EventualResult.ReadProgressAsync{TProgress}"/>.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    public EventualResult RunInReactor<TProgress>(Func<IProgress<TProgress>, CancellationToken, Task> function) =>
        Calls.QueueOrThrow(ProgressInvoker<TProgress>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor{TProgress}(Func{IProgress{TProgress}, CancellationToken, Task})"/>
    public EventualResult<T> RunInReactor<T, TProgress>(Func<IProgress<TProgress>, CancellationToken, Task<T>> function) =>
        Calls.QueueOrThrow<T>(ProgressInvoker<T, TProgress>.Instance, NotNull(function));

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
    /// <exception cref="EventLoopOverloadedException">As many calls are queued as <see cref="EventLoopOptions.QueueLimit"/> allows.</exception>
    public void WaitFor(TimeSpan timeout, Action function) => Calls.Block(ActionInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function returned.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<T> function) => Calls.Block<T>(FunctionInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(2)]
    public void WaitFor(TimeSpan timeout, Func<Task> function) =>
        Calls.Block(TaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(2)]
    public T WaitFor<T>(TimeSpan timeout, Func<Task<T>> function) =>
        Calls.Block<T>(TaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<ValueTask> function) =>
        Calls.Block(ValueTaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<ValueTask<T>> function) =>
        Calls.Block<T>(ValueTaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<EventualResult> function) =>
        Calls.Block(ResultInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<EventualResult<T>> function) =>
        Calls.Block<T>(ResultInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by the timeout and by the loop's stop.</summary>
    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, Task> function) =>
        Calls.Block(CancellableInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> function) =>
        Calls.Block<T>(CancellableInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, ValueTask> function) =>
        Calls.Block(CancellableValueTaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    [OverloadResolutionPriority(-1)]
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, ValueTask<T>> function) =>
        Calls.Block<T>(CancellableValueTaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

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
