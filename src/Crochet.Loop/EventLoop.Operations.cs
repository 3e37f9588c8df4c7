namespace Crochet;

// How calls are queued, blocked for and taken back; for delegates and for proxies alike.
public sealed partial class EventLoop
{
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
        if (!call.Block(timeout, default) && call.TryEndTimedOut(timeout) is { } exception)
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
        if (Volatile.Read(ref _closed) && call.TryRefuse())
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
}
