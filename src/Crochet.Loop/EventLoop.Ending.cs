using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;

namespace Crochet;

// How what is left is ended: by the tokens of calls, and by a stop.
public sealed partial class EventLoop
{
    private const int ResumedTurns = 1_000;
    private const int LastTurns = 10_000;

    private readonly Lock _endLock = new();
    private readonly Queue<Continuation> _leftOver = new();
    private bool _isEndingCalls;
    private int _dropped;

    // While a token's callbacks run: the awaits that they resumed, whose turns come right after.
    private Queue<Continuation>? _resumed;

    /// <summary>
    /// Runs the callbacks of a call's token, on the loop thread, and right after them the turns of the awaits that they resumed: an implementation that heeds
    /// its token has then ended.
    /// </summary>
    internal void Signal(CallCancellation cancellation, string call) => Signal(cancellation.Source, call);

    private void Signal(CancellationTokenSource? source, string name)
    {
        if (source is null)
            return;
        var outer = _resumed;
        var resumed = _resumed = new Queue<Continuation>();
        try
        {
            source.Cancel();
        }
        catch (AggregateException exception)
        {
            foreach (var inner in exception.Flatten().InnerExceptions)
                Report(new Failure(inner), $"A cancellation callback of {name}");
        }

        for (var turns = 0; turns < ResumedTurns && resumed.TryDequeue(out var continuation); turns++)
        {
            Execute(continuation);
            RestoreContexts();
        }

        _resumed = outer;
        foreach (var continuation in resumed)
            PostContinuation(continuation);
    }

    // The consumer's role, taken over under the lock: the loop thread is in a turn, and comes back to the queue only through here.
    private void EndCalls()
    {
        lock (_endLock)
        {
            while (_queue.TryTake() is { } item)
                SetAside(item);

            foreach (var result in Pending.Select(int.MaxValue, static call => call.Result))
                result?.EndStopped();
            if (!IsInLoopThread)
                (Volatile.Read(ref _turn.Item) as EventualResult)?.EndStopped();
        }
    }

    // Nothing new begins. What is under way may still clean up, in the last turns.
    private void SetAside(WorkItem item)
    {
        if (item is Continuation continuation)
        {
            lock (_endLock)
                _leftOver.Enqueue(continuation);
        }
        else
        {
            Drop(item);
        }
    }

    private void Drop(WorkItem item)
    {
        if (item.Drop() && item is not EventualResult)
            Interlocked.Increment(ref _dropped);
    }

    // Loop thread (or, for a loop that never ran, whoever stops it). Waits first, then whatever runs user code.
    private void FinishStop()
    {
        EndCalls();
        // What the tokens resume may still clean up after itself; a loop that never ran has no thread for it.
        Volatile.Write(ref _isEndingCalls, IsInLoopThread);
        SignalStopping();
        foreach (var call in Pending.Select(int.MaxValue, static call => call))
        {
            if (call.Cancellation is { } cancellation)
                Signal(cancellation, call.Name);
            call.Abandon(Clock.TotalMilliseconds);
        }

        if (_isEndingCalls)
            RunLastTurns();
        Volatile.Write(ref _isEndingCalls, false);
        EndCalls();
        Interlocked.Add(ref _dropped, _leftOver.Count);
        _leftOver.Clear();
        ReportUnretrieved();
    }

    /// <summary>From any thread: each failure is settled once.</summary>
    internal void ReportUnretrieved()
    {
        Unretrieved.ReportAll();
        Stash.ReportFailures();
    }

    private void CompleteStop()
    {
        ProcessExit.Remove(this);
        Volatile.Write(ref _state, (int)EventLoopState.Stopped);
        _watch.End();
        SlowTurns.OnStopped();
        Log.Stopped(_logger, Name, Volatile.Read(ref _dropped));
        _completion.TrySetResult();
    }

    private void RunLastTurns()
    {
        for (var turns = 0; turns < LastTurns && TakeLast() is { } item; turns++)
        {
            if (item is Continuation)
                RunLastTurn(item);
            else
                Drop(item);
        }
    }

    // Whoever closed the loop during its last ordinary turn may still be emptying the queue.
    private WorkItem? TakeLast()
    {
        lock (_endLock)
            return _leftOver.TryDequeue(out var continuation) ? continuation : _queue.TryTake();
    }

    private void RunLastTurn(WorkItem item)
    {
        _turn.StartedAt = _turn.Now;
        Execute(item);
        EndTurn(item);
    }
}
