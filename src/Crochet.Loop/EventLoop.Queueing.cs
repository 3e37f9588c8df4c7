using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Waiting;

namespace Crochet;

// How calls are queued, blocked for and taken back; for delegates and for proxies alike.
public sealed partial class EventLoop
{
    /// <summary>Queues a call and goes on.</summary>
    internal EventualResult QueueCall(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult(this);
        Submit(call, invoker, body, callerToken);
        return call;
    }

    /// <inheritdoc cref="QueueCall(CallInvoker, object, CancellationToken)"/>
    internal EventualResult<T> QueueCall<T>(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(this);
        Submit(call, invoker, body, callerToken);
        return call;
    }

    /// <summary>Queues a call whose result nobody gets: its failure is reported at once.</summary>
    internal void QueueForgotten(CallInvoker invoker, object body, CancellationToken callerToken = default) =>
        Submit(new ForgottenCall(this), invoker, body, callerToken);

    /// <summary>Queues a call and blocks for its end.</summary>
    internal void BlockFor(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        BlockFor<VoidValue>(invoker, body, timeout, callerToken);

    /// <inheritdoc cref="BlockFor(CallInvoker, object, TimeSpan, CancellationToken)"/>
    internal T BlockFor<T>(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        if (Current is { } here)
            return BlockLoopFor<T>(here, invoker, body, timeout, callerToken);
        var call = callerToken.CanBeCanceled ? new EventualResult<T>(this) : CallPool<T>.Rent(this);
        var value = BlockFor(call, invoker, body, timeout, callerToken);
        // A caller's token may be about to cancel this call still: then it must not find another one in the object.
        if (!callerToken.CanBeCanceled)
            CallPool<T>.Return(call);
        return value;
    }

    /// <summary>
    /// Queues a call and never blocks: the task ends as the call does, or with <see cref="CrochetTimeoutException"/> at the timeout, which cancels the call.
    /// </summary>
    internal Task QueueAwaited(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        QueueAwaited<VoidValue>(invoker, body, timeout, callerToken);

    /// <inheritdoc cref="QueueAwaited(CallInvoker, object, TimeSpan, CancellationToken)"/>
    internal Task<T> QueueAwaited<T>(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(this);
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            Submit(call, invoker, body, callerToken);
            return call.AsTask();
        }

        var awaited = new AwaitedCall<T>(this, call, timeout);
        call.AddWaiter(awaited);
        Submit(call, invoker, body, callerToken);
        awaited.StartTimeout(timeout);
        return awaited.Task;
    }

    /// <summary>Loop thread: runs the call right here. <see cref="EventLoopDeadlockException"/> where its result is not there when it returns.</summary>
    internal void RunInPlace(CallInvoker invoker, object body, CancellationToken callerToken = default) =>
        RunInPlace<VoidValue>(invoker, body, callerToken);

    /// <inheritdoc cref="RunInPlace(CallInvoker, object, CancellationToken)"/>
    internal T RunInPlace<T>(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        callerToken.ThrowIfCancellationRequested();
        if (!Telemetry.IsListenedTo)
            return RunHere<T>(invoker, body, callerToken);
        using var outer = new OuterActivity();
        return RunHere<T>(new ObservedCall(this, invoker, body), body, callerToken);
    }

    private T RunHere<T>(CallInvoker invoker, object body, CancellationToken callerToken)
    {
        var call = new EventualResult<T>(this);
        call.Prepare(invoker, body);
        if (callerToken.CanBeCanceled)
            CallCancellation.ForCaller(call, callerToken);
        call.ExecuteInPlace(this);
        if (!call.IsCompleted)
        {
            call.Cancel();
            throw EventLoopDeadlockException.OnOwnLoop(
                this, invoker.GetName(body), "It was run in place, and has returned before its result is there; await it instead.");
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

    private T BlockLoopFor<T>(EventLoop here, CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        if (ReferenceEquals(here, this))
        {
            throw EventLoopDeadlockException.OnOwnLoop(
                this, invoker.GetName(body), "On the loop thread call the function itself, or await what RunInReactor returns.");
        }

        // Not the pool's: until the edge is gone, its object must stay the ended call that it was.
        var call = new EventualResult<T>(this);
        call.Prepare(invoker, body);
        using var edge = WaitGraph.Enter(here, call);
        return BlockFor(call, invoker, body, timeout, callerToken);
    }

    private T BlockFor<T>(EventualResult<T> call, CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        Submit(call, invoker, body, callerToken);
        if (!call.Block(timeout, default) && call.TryEndTimedOut(timeout) is { } exception)
            throw exception;
        call.ThrowIfFailed();
        return call.Value;
    }

    private void Submit(EventualResult call, CallInvoker invoker, object body, CancellationToken callerToken)
    {
        ThrowIfStopped();
        if (!Telemetry.IsListenedTo)
        {
            Queue(call, invoker, body, callerToken);
            return;
        }

        using var outer = new OuterActivity();
        Queue(call, new ObservedCall(this, invoker, body), body, callerToken);
    }

    private void Queue(EventualResult call, CallInvoker invoker, object body, CancellationToken callerToken)
    {
        call.Prepare(invoker, body);
        if (callerToken.CanBeCanceled && !TryTie(call, callerToken))
            return;
        call.MarkQueued(Diagnosis.IsEnabled ? Clock.Milliseconds : 0);
        Enqueue(call);
        // Pairs with Close, which closes first and empties the queue after: a call that came too late for that is taken back here.
        if (Volatile.Read(ref _closed) && call.TryRefuse())
            throw new EventLoopStoppedException(Name);
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
