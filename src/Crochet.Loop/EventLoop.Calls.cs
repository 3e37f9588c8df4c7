namespace Crochet;

// What other threads ask of the loop.
public sealed partial class EventLoop
{
    /// <summary>Queues a callback and returns. What it throws is reported, and never ends the loop.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ReactorStoppedException">The loop has stopped, or is stopping.</exception>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfStopped();
        Enqueue(new PostedCallback(callback, Clock.Milliseconds));
    }

    /// <summary>Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns its result-to-be at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ReactorStoppedException">The loop has stopped, or is stopping.</exception>
    public EventualResult RunInReactor(Action function) => Start(ActionOperation.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult<T> RunInReactor<T>(Func<T> function) => Start<T>(FunctionOperation<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as its task does.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult RunInReactor(Func<Task> function) => Start(TaskOperation.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    public EventualResult<T> RunInReactor<T>(Func<Task<T>> function) => Start<T>(TaskOperation<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as its task does. The
    /// token it gets is signalled, on the loop thread, by <see cref="EventualResult.Cancel"/> and by the loop's stop.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult RunInReactor(Func<CancellationToken, Task> function) => Start(CancellableOperation.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, Task<T>> function) =>
        Start<T>(CancellableOperation<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and blocks until it has ended. A timeout cancels the call;
    /// one that was still queued never runs.
    /// </summary>
    /// <param name="timeout">How long to block at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="function">What to run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="CrochetTimeoutException">It has not ended in time.</exception>
    /// <exception cref="ReactorDeadlockException">Called on the loop thread itself; or the wait would close a ring of loops.</exception>
    /// <exception cref="ReactorStoppedException">The loop has stopped, or did so before the call had ended.</exception>
    public void WaitFor(TimeSpan timeout, Action function) => Call(ActionOperation.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function returned.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<T> function) => Call<T>(FunctionOperation<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    public void WaitFor(TimeSpan timeout, Func<Task> function) => Call(TaskOperation.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task ended with.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<Task<T>> function) => Call<T>(TaskOperation<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by the timeout and by the loop's stop.</summary>
    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, Task> function) =>
        Call(CancellableOperation.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> function) =>
        Call<T>(CancellableOperation<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>Queues a call and goes on.</summary>
    internal EventualResult Start(Operation operation, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult(this);
        Submit(call, operation, body, callerToken);
        return call;
    }

    /// <inheritdoc cref="Start(Operation, object, CancellationToken)"/>
    internal EventualResult<T> Start<T>(Operation operation, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(this);
        Submit(call, operation, body, callerToken);
        return call;
    }

    /// <summary>Queues a call whose result nobody gets: its failure is reported at once.</summary>
    internal void Forget(Operation operation, object body, CancellationToken callerToken = default) =>
        Submit(new ForgottenCall(this), operation, body, callerToken);

    /// <summary>Queues a call and blocks for its end.</summary>
    internal void Call(Operation operation, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        Call<VoidValue>(operation, body, timeout, callerToken);

    /// <inheritdoc cref="Call(Operation, object, TimeSpan, CancellationToken)"/>
    internal T Call<T>(Operation operation, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        if (Current is { } here)
            return CallFromLoop<T>(here, operation, body, timeout, callerToken);
        var call = callerToken.CanBeCanceled ? new EventualResult<T>(this) : CallPool<T>.Rent(this);
        var value = Await(call, operation, body, timeout, callerToken);
        // A caller's token may be about to cancel this call still: then it must not find another one in the object.
        if (!callerToken.CanBeCanceled)
            CallPool<T>.Return(call);
        return value;
    }

    /// <summary>
    /// Queues a call and never blocks: the task ends as the call does, or with <see cref="CrochetTimeoutException"/> at the timeout, which cancels the call.
    /// </summary>
    internal Task CallAsync(Operation operation, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        CallAsync<VoidValue>(operation, body, timeout, callerToken);

    /// <inheritdoc cref="CallAsync(Operation, object, TimeSpan, CancellationToken)"/>
    internal Task<T> CallAsync<T>(Operation operation, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(this);
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            Submit(call, operation, body, callerToken);
            return call.AsTask();
        }

        var awaited = new AwaitedCall<T>(this, call, timeout);
        call.AddWaiter(awaited);
        Submit(call, operation, body, callerToken);
        awaited.StartTimeout(timeout);
        return awaited.Task;
    }

    /// <summary>Loop thread: runs the operation right here. <see cref="ReactorDeadlockException"/> where its result is not there when it returns.</summary>
    internal void RunInPlace(Operation operation, object body, CancellationToken callerToken = default) =>
        RunInPlace<VoidValue>(operation, body, callerToken);

    /// <inheritdoc cref="RunInPlace(Operation, object, CancellationToken)"/>
    internal T RunInPlace<T>(Operation operation, object body, CancellationToken callerToken = default)
    {
        callerToken.ThrowIfCancellationRequested();
        if (!Telemetry.IsListenedTo)
            return RunHere<T>(operation, body, callerToken);
        using var outer = new OuterActivity();
        return RunHere<T>(new ObservedCall(this, operation, body), body, callerToken);
    }

    private T RunHere<T>(Operation operation, object body, CancellationToken callerToken)
    {
        var call = new EventualResult<T>(this);
        call.Prepare(operation, body);
        if (callerToken.CanBeCanceled)
            CallCancellation.ForCaller(call, callerToken);
        call.ExecuteInPlace(this);
        if (!call.IsCompleted)
        {
            call.Cancel();
            throw ReactorDeadlockException.OnOwnLoop(
                this, operation.GetName(body), "It was run in place, and has returned before its result is there; await it instead.");
        }

        call.ThrowIfFailed();
        return call.Value;
    }

    internal void PostContinuation(Continuation continuation)
    {
        if (Volatile.Read(ref _closed) && !_isEndingCalls)
            Interlocked.Increment(ref _dropped);
        else if (_resumed is { } resumed && IsInLoopThread)
            resumed.Enqueue(continuation);
        else
            Enqueue(continuation);
    }

    internal void PostCancellation(EventualResult call) => PostOwn(new CancellationRequest(call));

    /// <summary>Queues an item of the loop's own, unless there is nobody left to run it.</summary>
    internal void PostOwn(WorkItem item)
    {
        if (!Volatile.Read(ref _closed))
            Enqueue(item);
    }

    private T CallFromLoop<T>(EventLoop here, Operation operation, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        if (ReferenceEquals(here, this))
        {
            throw ReactorDeadlockException.OnOwnLoop(
                this, operation.GetName(body), "On the loop thread call the function itself, or await what RunInReactor returns.");
        }

        // Not the pool's: until the edge is gone, its object must stay the ended call that it was.
        var call = new EventualResult<T>(this);
        call.Prepare(operation, body);
        using var edge = WaitGraph.Enter(here, call);
        return Await(call, operation, body, timeout, callerToken);
    }

    private T Await<T>(EventualResult<T> call, Operation operation, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        Submit(call, operation, body, callerToken);
        if (!call.Block(timeout, default) && call.TryGiveUp(timeout) is { } exception)
            throw exception;
        call.ThrowIfFailed();
        return call.Value;
    }

    private void Submit(EventualResult call, Operation operation, object body, CancellationToken callerToken)
    {
        ThrowIfStopped();
        if (!Telemetry.IsListenedTo)
        {
            Queue(call, operation, body, callerToken);
            return;
        }

        using var outer = new OuterActivity();
        Queue(call, new ObservedCall(this, operation, body), body, callerToken);
    }

    private void Queue(EventualResult call, Operation operation, object body, CancellationToken callerToken)
    {
        call.Prepare(operation, body);
        if (callerToken.CanBeCanceled && !TryTie(call, callerToken))
            return;
        call.MarkQueued(Diagnosis.IsEnabled ? Clock.Milliseconds : 0);
        Enqueue(call);
        // Pairs with Close, which closes first and empties the queue after: a call that came too late for that is taken back here.
        if (Volatile.Read(ref _closed) && call.EndStopped())
            throw new ReactorStoppedException(Name);
    }

    private static bool TryTie(EventualResult call, CancellationToken callerToken)
    {
        if (callerToken.IsCancellationRequested)
        {
            call.EndCancelled(callerToken);
            return false;
        }

        CallCancellation.ForCaller(call, callerToken);
        return true;
    }

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
