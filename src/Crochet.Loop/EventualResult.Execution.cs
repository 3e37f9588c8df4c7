using Crochet.Calls;

namespace Crochet;

// The loop's side of a call: queued, run, followed.
public partial class EventualResult
{
    internal int State => Volatile.Read(ref _state);

    /// <summary>Gives a call that is not queued yet its caller's token.</summary>
    internal void Attach(CallCancellation cancellation) => _extra = cancellation;

    /// <summary>Readies the call to be queued. The state goes last: whoever else still has the object from an earlier call finds it ended until then.</summary>
    internal void Prepare(CallInvoker invoker, object body)
    {
        _invoker = invoker;
        Volatile.Write(ref _body, body);
        Volatile.Write(ref _state, CallState.Queued);
    }

    internal void MarkQueued(uint now)
    {
        _context = ExecutionContext.Capture();
        _queuedAt = now;
    }

    /// <summary>Readies an ended call's object for the next call of the same loop.</summary>
    internal virtual void Reset()
    {
        _extra = null;
        _waiters = null;
    }

    internal override void Execute(EventLoop loop)
    {
        // Pairs with TryBeginEnd: a call that was withdrawn from the queue never runs, and one that runs is not withdrawn.
        if (Interlocked.CompareExchange(ref _state, CallState.Running, CallState.Queued) != CallState.Queued)
        {
            loop.OnWithdrawnTaken();
            return;
        }

        var invoker = _invoker!;
        var context = _context;
        _context = null;
        try
        {
            var token = invoker.TakesToken ? GetToken() : default;
            var body = _body!;
            loop.Turns.EnterCall(invoker, body);
            loop.Turns.EnterContext(context);
            invoker.Invoke(this, body, token);
        }
        catch (Exception exception)
        {
            EndWith(exception, report: true);
        }
    }

    /// <summary>Runs the call in the turn that the loop thread is in.</summary>
    internal void ExecuteInPlace(EventLoop loop)
    {
        Volatile.Write(ref _state, CallState.Running);
        try
        {
            _invoker!.Invoke(this, _body!, _invoker.TakesToken ? GetToken() : default);
        }
        catch (Exception exception)
        {
            EndWith(exception, report: true);
        }
    }

    internal override bool Drop() => EndStopped();

    /// <summary>Ends this call as the task does: now, or when it ends. Loop thread, at the end of the call's turn.</summary>
    internal void Follow(Task task)
    {
        if (task.IsCompleted)
        {
            EndAs(task);
            return;
        }

        var loop = _loop!;
        var invoker = _invoker!;
        var extra = Volatile.Read(ref _extra);
        // Another thread may be ending the call right now; what it leaves is in its record.
        var cancellation = (extra as FailureRecord)?.Remains as CallCancellation ?? extra as CallCancellation;
        var pending = loop.Pending.Rent();
        pending.Begin(this, invoker, _body!, cancellation, _queuedAt, loop.TurnStartedAt, loop.Clock.TotalMilliseconds);
        loop.Pending.Add(pending);
        loop.Turns.UseOwnSynchronizationContext();

        if (extra is not FailureRecord
            && ReferenceEquals(Interlocked.CompareExchange(ref _extra, pending, extra), extra)
            && Interlocked.CompareExchange(ref _state, CallState.Awaiting, CallState.Running) == CallState.Running)
        {
            // Pairs with GetTask, which adds its task first and looks for the pending call after.
            if (HasTask)
                pending.KeepResult(this);
        }
        else
        {
            // It ended while it ran, so its token has not been signalled yet.
            pending.Abandon((Volatile.Read(ref _extra) as FailureRecord)?.LeftRunningAt ?? loop.Clock.TotalMilliseconds);
            if (cancellation is not null)
                loop.Signal(cancellation, pending.Name);
        }

        pending.Follow(task);
    }

    // A result without a loop: ends on whatever thread the task ends.
    private protected void FollowAnywhere(Task task)
    {
        if (task.IsCompleted)
        {
            EndAs(task);
            return;
        }

        task.ContinueWith(
            static (ended, state) => ((EventualResult)state!).EndAs(ended), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Loop thread: signals the token of a call that runs, and ends it as cancelled where it takes no notice.</summary>
    internal void CancelInLoop()
    {
        var loop = _loop!;
        var extra = Volatile.Read(ref _extra);
        if (extra is FailureRecord record)
            extra = record.Remains;

        // The entry may be another call's by now.
        var pending = extra as PendingCall;
        if (pending is not null && !ReferenceEquals(pending.Result, this))
            pending = null;
        var cancellation = pending?.Cancellation ?? extra as CallCancellation;
        if (cancellation is not null)
            loop.Signal(cancellation, pending?.Name ?? GetName());

        // What was resumed by the token's callbacks may have ended the call.
        if (pending is not null && ReferenceEquals(pending.Result, this))
            pending.Abandon(loop.Clock.TotalMilliseconds);
        EndCancelled(cancellation?.CallerToken ?? default);
    }

    private CancellationToken GetToken()
    {
        if (Volatile.Read(ref _extra) is CallCancellation cancellation)
            return cancellation.GetToken();
        var created = new CallCancellation();
        // When this fails the call has been ended meanwhile, by a stop or a timeout: nobody could signal the token.
        return Interlocked.CompareExchange(ref _extra, created, null) is null ? created.GetToken() : new CancellationToken(canceled: true);
    }
}
