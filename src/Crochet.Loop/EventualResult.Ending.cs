using Crochet.Calls;
using Crochet.Waiting;

namespace Crochet;

// How a call ends: once, by the thread that wins its state.
public partial class EventualResult
{
    /// <summary>
    /// Cancels the call, and returns at once. One that is still queued never runs, and has ended when this returns. One that runs has its token signalled
    /// on the loop thread; where it takes no notice its result ends as cancelled all the same, and the work that goes on is abandoned. After the end this
    /// does nothing.
    /// </summary>
    public void Cancel()
    {
        if (IsCompleted)
            return;
        if (_loop is null)
        {
            EndCancelled(default);
        }
        else if (TryBeginEnd(CallState.Queued))
        {
            _loop.OnWithdrawn();
            FinishCancelled(CallState.Queued, (Volatile.Read(ref _extra) as CallCancellation)?.CallerToken ?? default);
        }
        else
        {
            _loop.PostCancellation(this);
        }
    }

    internal void Succeed() => TrySucceed();

    /// <summary>Ends the call as a task that has ended did.</summary>
    internal virtual void EndAs(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            Succeed();
            return;
        }

        if (task.Exception is { } exception)
        {
            EndWith(exception.InnerException ?? exception, report: true);
            return;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancellation)
        {
            EndWith(cancellation, report: false);
        }
    }

    /// <summary>Ends the call with an exception; false when it had ended before.</summary>
    internal bool EndWith(Exception exception, bool report)
    {
        if (!TryBeginEnd(out var prior))
        {
            if (report && exception is not OperationCanceledException && _loop is not null)
                _loop.OnLateFailure(exception, GetName());
            return false;
        }

        if (exception is OperationCanceledException or EventLoopStoppedException)
            report = false;
        var failure = new Failure(exception);
        FailureRecord record = report ? new WatchedFailureRecord(failure, GetName(), _loop ?? EventLoop.Current) : new FailureRecord(failure);
        FinishEnd(exception is OperationCanceledException ? CallState.Cancelled : CallState.Failed, record, prior);
        if (report)
            OnFailed(record);
        return true;
    }

    internal bool EndCancelled(CancellationToken token)
    {
        if (!TryBeginEnd(out var prior))
            return false;
        FinishCancelled(prior, token);
        return true;
    }

    /// <summary>Ends the call because its loop has stopped: from any thread, and before anything that could block.</summary>
    internal bool EndStopped()
    {
        if (!TryBeginEnd(out var prior))
            return false;
        FinishStopped(prior);
        return true;
    }

    /// <summary>Takes a call back that came after its loop's stop. False for one that has begun, which came before, and for one that has ended.</summary>
    internal bool TryRefuse()
    {
        if (!TryBeginEnd(CallState.Queued))
            return false;
        FinishStopped(CallState.Queued);
        return true;
    }

    /// <summary>Ends a call whose timeout has come, and has the loop cancel its work; from any thread. Null when it has ended after all.</summary>
    internal CrochetTimeoutException? TryEndTimedOut(TimeSpan timeout)
    {
        if (!TryBeginEnd(out var prior))
        {
            HasEnded();
            return null;
        }

        var loop = _loop!;
        var withdrawn = prior == CallState.Queued;
        var exception = CrochetTimeoutException.For(this, prior, timeout, withdrawn);
        if (withdrawn)
            loop.OnWithdrawn();
        FinishEnd(CallState.Failed, new FailureRecord(new Failure(exception)), prior);
        if (!withdrawn)
            loop.PostCancellation(this);
        return exception;
    }

    // A call that another thread is ending this moment has ended: what was said of it meanwhile is not to be believed.
    private bool HasEnded()
    {
        if (State < CallState.Ending)
            return false;
        var spinner = new SpinWait();
        while (!IsCompleted)
            spinner.SpinOnce();
        return true;
    }

    private protected virtual void OnFailed(FailureRecord record)
    {
    }

    private protected bool TrySucceed()
    {
        // Pairs with TryBeginEnd. From Running on the turn's own thread, from Awaiting on the loop thread, from Queued for results without a loop.
        if (Interlocked.CompareExchange(ref _state, CallState.Succeeded, CallState.Running) != CallState.Running)
        {
            var state = State;
            if (state >= CallState.Ending || Interlocked.CompareExchange(ref _state, CallState.Succeeded, state) != state)
            {
                TellOfLateSuccess();
                return false;
            }
        }

        Observed?.End(null);
        if (_extra is { } extra)
        {
            (extra as CallCancellation)?.Release();
            _extra = null;
        }

        Volatile.Write(ref _body, null);
        _context = null;
        Publish();
        return true;
    }

    private void TellOfLateSuccess()
    {
        if (_loop is { IsInLoopThread: true } loop && Volatile.Read(ref _extra) is FailureRecord { LeftRunningAt: { } endedAt })
            loop.OnAbandonedEnded(GetName(), endedAt, exception: null);
    }

    private bool TryBeginEnd(int from) => Interlocked.CompareExchange(ref _state, CallState.Ending, from) == from;

    private bool TryBeginEnd(out int prior)
    {
        prior = State;
        while (prior < CallState.Ending)
        {
            var seen = Interlocked.CompareExchange(ref _state, CallState.Ending, prior);
            if (seen == prior)
                return true;
            prior = seen;
        }

        return false;
    }

    private void FinishStopped(int prior) =>
        FinishEnd(CallState.Failed, new FailureRecord(new Failure(new EventLoopStoppedException(_loop!.Name))), prior);

    private void FinishCancelled(int prior, CancellationToken token)
    {
        var exception = new OperationCanceledException($"{GetName()} was cancelled.", token);
        FinishEnd(CallState.Cancelled, new FailureRecord(new Failure(exception)), prior);
    }

    private void FinishEnd(int state, FailureRecord record, int prior)
    {
        // Pairs with the exchanges in GetToken and Follow: what they attached before is in Remains, and after they find the record.
        record.Remains = _extra;
        if (prior == CallState.Running && _loop is { IsInLoopThread: false } held)
            record.LeftRunningAt = held.Clock.TotalMilliseconds;
        var extra = Interlocked.Exchange(ref _extra, record);
        record.Remains = extra;
        // A pending call releases its own, on the loop thread: by now it may be another call's.
        (extra as CallCancellation)?.Release();
        Volatile.Write(ref _state, state);
        Observed?.End(record.Failure.Exception);
        // The turn that runs the call right now still needs its body.
        if (prior != CallState.Running || _loop is not { IsInLoopThread: false })
            Volatile.Write(ref _body, null);
        Publish();
    }

    // Last of all, the exchange: then the result can be read, and a caller that blocked for it may use the object again.
    private void Publish()
    {
        var waiters = Interlocked.Exchange(ref _waiters, _ended);
        switch (waiters)
        {
            case null:
                break;
            case Parker parker:
                parker.Wake();
                break;
            case IResultTask task:
                task.End(this);
                break;
            case WaiterList list:
                list.End(this);
                break;
        }
    }
}
