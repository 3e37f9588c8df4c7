using System.Diagnostics;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;

namespace Crochet;

// How what is left is ended: by the tokens of calls, and by a stop.
public sealed partial class EventLoop
{
    private const int LastTurns = 10_000;
    private static readonly TimeSpan _longestDisposal = TimeSpan.FromSeconds(5);

    private readonly Lock _endLock = new();
    private readonly Queue<Continuation> _leftOver = new();
    private bool _isEndingCalls;
    private int _dropped;

    /// <summary>
    /// Runs the callbacks of a call's token, on the loop thread, and right after them the turns of the awaits that they resumed: an implementation that heeds
    /// its token has then ended.
    /// </summary>
    internal void Signal(CallCancellation cancellation, string call)
    {
        if (cancellation.Source is { } source)
            Turns.Signal(source, call);
    }

    /// <summary>False where nobody will run it.</summary>
    internal bool TryPostContinuation(Continuation continuation)
    {
        if (IsClosed && !_isEndingCalls)
        {
            Interlocked.Increment(ref _dropped);
            return false;
        }

        if (!Turns.TryResume(continuation))
            Enqueue(continuation);
        return true;
    }

    internal void PostCancellation(EventualResult call) => PostOwn(new CancellationRequest(call));

    /// <summary>Queues an item of the loop's own, unless there is nobody left to run it.</summary>
    internal void PostOwn(IWorkItem item)
    {
        if (!IsClosed)
            Enqueue(item);
    }

    // The consumer's role, taken over under the lock: the loop thread is in a turn, and comes back to the queue only through here.
    private void EndCalls()
    {
        lock (_endLock)
        {
            while (Queue.TryTake() is { } item)
                SetAside(item);

            foreach (var result in Pending.Select(int.MaxValue, static call => call.Result))
                result?.EndStopped();
            if (!IsInLoopThread)
                (Volatile.Read(ref Turns.Turn.Item) as EventualResult)?.EndStopped();
        }
    }

    // Nothing new begins. What is under way may still clean up, in the last turns.
    internal void SetAside(IWorkItem item)
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

    private void Drop(IWorkItem item)
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
        {
            RunLastTurns();
            DisposeBoundObjects();
        }

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
                Turns.RunLast(item);
            else
                Drop(item);
        }
    }

    // Newest first. Their awaits resume here.
    private void DisposeBoundObjects()
    {
        while (BoundObjects.Newest is { } newest)
        {
            Turns.UseOwnSynchronizationContext();
            var disposal = newest.Bound.DisposeOnLoopAsync().AsTask();
            var start = Stopwatch.GetTimestamp();
            while (!disposal.IsCompleted && Stopwatch.GetElapsedTime(start) < _longestDisposal)
            {
                RunLastTurns();
                disposal.Wait(TimeSpan.FromMilliseconds(1));
            }

            if (!disposal.IsCompleted)
                OnSlowDisposal(newest.Bound.Name);
            BoundObjects.Remove(newest.Bound);
        }
    }

    // Whoever closed the loop during its last ordinary turn may still be emptying the queue.
    private IWorkItem? TakeLast()
    {
        lock (_endLock)
            return _leftOver.TryDequeue(out var continuation) ? continuation : Queue.TryTake();
    }
}
