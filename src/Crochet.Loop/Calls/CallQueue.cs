using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Running;
using Crochet.Waiting;

namespace Crochet.Calls;

/// <summary>
/// How a loop's calls are queued, blocked for and run in place, for delegates and for proxies alike. From any thread, unless a member says
/// otherwise.
/// </summary>
internal sealed class CallQueue(EventLoop loop, QueueLimit? limit)
{
    /// <summary>The limit of calls that may be queued; null: none.</summary>
    public QueueLimit? Limit { get; } = limit;

    /// <summary>Queues a call and goes on; throws where the queue's limit refuses it.</summary>
    public EventualResult QueueOrThrow(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult(loop);
        ThrowIfRefused(Submit(call, invoker, body, callerToken));
        return call;
    }

    /// <inheritdoc cref="QueueOrThrow(CallInvoker, object, CancellationToken)"/>
    public EventualResult<T> QueueOrThrow<T>(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(loop);
        ThrowIfRefused(Submit(call, invoker, body, callerToken));
        return call;
    }

    /// <summary>Queues a call and goes on. What the queue's limit refuses comes back as a result that has failed with that.</summary>
    public EventualResult Queue(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult(loop);
        Submit(call, invoker, body, callerToken);
        return call;
    }

    /// <inheritdoc cref="Queue(CallInvoker, object, CancellationToken)"/>
    public EventualResult<T> Queue<T>(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        var call = new EventualResult<T>(loop);
        Submit(call, invoker, body, callerToken);
        return call;
    }

    /// <summary>The same with a call that has been made already.</summary>
    public void Queue(EventualResult call, CallInvoker invoker, object body, CancellationToken callerToken) =>
        Submit(call, invoker, body, callerToken);

    /// <summary>Queues the call whose end is to stop the loop; no limit holds for it.</summary>
    public EventualResult<T> QueueMain<T>(CallInvoker invoker, object main)
    {
        var call = new EventualResult<T>(loop);
        call.BeginWaiting(new MainCall(loop));
        loop.ThrowIfStopped();
        Enqueue(call, invoker, main, CancellationToken.None, isLimited: false);
        return call;
    }

    /// <summary>Queues a call whose result nobody gets: its failure is reported at once, and a refusal thrown.</summary>
    public void QueueForgotten(CallInvoker invoker, object body, CancellationToken callerToken = default) =>
        ThrowIfRefused(Submit(new ForgottenCall(loop), invoker, body, callerToken));

    /// <summary>Queues a call and blocks for its end.</summary>
    public void Block(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        Block<VoidValue>(invoker, body, timeout, callerToken);

    /// <inheritdoc cref="Block(CallInvoker, object, TimeSpan, CancellationToken)"/>
    public T Block<T>(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        if (EventLoop.BlockedHere(loop) is { } here)
            return BlockLoopFor<T>(here, invoker, body, timeout, callerToken);
        // A caller's token may be about to cancel this call when it has ended: then it must not find another one in the object.
        if (callerToken.CanBeCanceled)
            return Block(new EventualResult<T>(loop), invoker, body, timeout, callerToken);
        var call = CallPool<EventualResult<T>>.TryRent(loop) ?? new EventualResult<T>(loop);
        var value = Block(call, invoker, body, timeout, callerToken);
        CallPool<EventualResult<T>>.Return(call);
        return value;
    }

    /// <summary>Queues a call that has been made already and blocks for its end, on a thread that is no loop's.</summary>
    public T Block<T>(
        EventualResult<T> call, CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default)
    {
        var parker = Schedule.Of(loop) is null ? Parker.Current : null;
        parker?.Forget();
        call.BeginWaiting(parker);
        ThrowIfRefused(Submit(call, invoker, body, callerToken));
        var ended = parker is null ? BlockingWait.Block(call, timeout, default)
            : BlockingWait.BlockAsWaiter(call, parker, timeout, default);
        if (!ended && call.TryEndTimedOut(timeout) is { } exception)
            throw exception;
        call.ThrowIfFailed();
        return call.Value;
    }

    /// <summary>
    /// Queues a call and never blocks: the task ends as the call does, or with <see cref="CrochetTimeoutException"/> at the timeout, which
    /// cancels the call.
    /// </summary>
    public Task QueueAwaited(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        QueueAwaited<VoidValue>(invoker, body, timeout, callerToken);

    /// <inheritdoc cref="QueueAwaited(CallInvoker, object, TimeSpan, CancellationToken)"/>
    public Task<T> QueueAwaited<T>(CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken = default) =>
        QueueAwaited(new EventualResult<T>(loop), invoker, body, timeout, callerToken);

    /// <summary>The same with a call that has been made already.</summary>
    public Task<T> QueueAwaited<T>(
        EventualResult<T> call, CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            Submit(call, invoker, body, callerToken);
            return call.AsTask();
        }

        var awaited = new AwaitedCall<T>(loop, call, timeout);
        call.BeginWaiting(awaited);
        Submit(call, invoker, body, callerToken);
        awaited.StartTimeout(timeout);
        return awaited.Task;
    }

    /// <summary>
    /// Loop thread: runs the call right here. <see cref="EventLoopDeadlockException"/> where its result is not there when it returns.
    /// </summary>
    public void RunInPlace(CallInvoker invoker, object body, CancellationToken callerToken = default) =>
        RunInPlace<VoidValue>(invoker, body, callerToken);

    /// <inheritdoc cref="RunInPlace(CallInvoker, object, CancellationToken)"/>
    public T RunInPlace<T>(CallInvoker invoker, object body, CancellationToken callerToken = default)
    {
        callerToken.ThrowIfCancellationRequested();
        if (!Telemetry.IsListenedTo)
            return RunHere<T>(invoker, body, callerToken);
        using var outer = new OuterActivity();
        return RunHere<T>(new ObservedCall(loop, invoker, body), body, callerToken);
    }

    private T RunHere<T>(CallInvoker invoker, object body, CancellationToken callerToken)
    {
        var call = new EventualResult<T>(loop);
        call.Prepare(invoker, body);
        Equip(call, invoker, callerToken);
        call.ExecuteInPlace();
        if (!call.IsCompleted)
        {
            call.Cancel();
            throw EventLoopDeadlockException.OnOwnLoop(
                loop, invoker.GetName(body), "It ran in place and returned before its result was there. Await it instead.");
        }

        call.ThrowIfFailed();
        return call.Value;
    }

    private T BlockLoopFor<T>(EventLoop here, CallInvoker invoker, object body, TimeSpan timeout, CancellationToken callerToken)
    {
        if (ReferenceEquals(here, loop))
        {
            throw EventLoopDeadlockException.OnOwnLoop(
                loop, invoker.GetName(body), "On the loop thread, call the function itself, or await the result of RunInReactor.");
        }

        // Not the pool's: until the edge is gone, its object must stay the ended call that it was.
        var call = new EventualResult<T>(loop);
        call.Prepare(invoker, body);
        using var edge = WaitGraph.Enter(here, [call]);
        return Block(call, invoker, body, timeout, callerToken);
    }

    // A call that was refused has failed with what this returns.
    private EventLoopOverloadedException? Submit(EventualResult call, CallInvoker invoker, object body, CancellationToken callerToken)
    {
        loop.Schedule?.Pass(invoker.GetName(body));
        if (!invoker.GoesOn)
            loop.ThrowIfStopped();
        else
            loop.Lifetime.ThrowIfClosed();
        if (!Telemetry.IsListenedTo)
            return Enqueue(call, invoker, body, callerToken, isLimited: !invoker.GoesOn);

        using var outer = new OuterActivity();
        return Enqueue(call, new ObservedCall(loop, invoker, body), body, callerToken, isLimited: !invoker.GoesOn);
    }

    private EventLoopOverloadedException? Enqueue(
        EventualResult call, CallInvoker invoker, object body, CancellationToken callerToken, bool isLimited = true)
    {
        call.Prepare(invoker, body);
        if (callerToken.IsCancellationRequested)
        {
            call.EndCancelled(callerToken);
            return null;
        }

        var isCounted = isLimited && Limit is not null && !loop.IsInLoopThread;
        if (isCounted && !Limit!.TryEnter())
        {
            var refusal = Limit.Refuse(invoker.GetName(body));
            call.EndWith(refusal, report: false);
            return refusal;
        }

        Equip(call, invoker, callerToken);
        call.MarkQueued(Diagnosis.IsEnabled ? loop.Clock.Milliseconds : 0, isCounted);
        loop.Enqueue(call);
        // Pairs with Close, which closes first and empties the queue after: a call that came too late for that is taken back here.
        if (loop.Lifetime.IsClosed && call.TryRefuse())
            throw new EventLoopStoppedException(loop.Name, isWithdrawn: true);
        return null;
    }

    private static void Equip(EventualResult call, CallInvoker invoker, CancellationToken callerToken)
    {
        CallCancellation? attachment = invoker.ReportsProgress ? invoker.CreateProgress() : null;
        if (callerToken.CanBeCanceled)
            attachment ??= new CallCancellation();
        if (attachment is null)
            return;
        call.Attach(attachment);
        if (callerToken.CanBeCanceled)
            attachment.Tie(call, callerToken);
    }

    private static void ThrowIfRefused(EventLoopOverloadedException? refusal)
    {
        if (refusal is not null)
            throw refusal;
    }
}
