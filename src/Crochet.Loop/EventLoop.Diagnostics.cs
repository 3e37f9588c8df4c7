using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet;

// What the loop tells of itself.
public sealed partial class EventLoop
{
    private int _withdrawn;

    /// <summary>
    /// Raised once for each failure that nobody retrieved, each callback that threw, each stashed failure that expired; from any thread. They are logged too,
    /// as errors; with neither a handler nor a logger factory they go to standard error. What a handler throws is swallowed.
    /// </summary>
    public event EventHandler<UnobservedFailureEventArgs>? UnobservedFailure;

    /// <summary>Whether the calling thread is one that nothing should hold up: a loop's, or the one that watches them.</summary>
    internal static bool IsOnOwnThread => _current is not null || WatchThread.IsCurrent;

    internal bool IsAsleep => _queue.IsAsleep;

    internal bool ShowsArguments => _options.ShowArguments;

    internal SlowTurns SlowTurns { get; }

    /// <summary>Whether what has timed out is to wait on: somebody steps through it.</summary>
    internal bool TimeoutsWait => _options.TimeoutsWaitForDebugger && _options.IsDebuggerAttached();

    internal int QueuedCount => Math.Max(0, _queue.Count - Volatile.Read(ref _withdrawn));

    /// <summary>What the loop is doing now; from any thread, without stopping it.</summary>
    public LoopSnapshot GetSnapshot() => GetSnapshot(int.MaxValue);

    /// <summary>What all loops of the process are doing that have been started and have not stopped; from any thread.</summary>
    public static IReadOnlyList<LoopSnapshot> GetSnapshots() => [.. ProcessExit.Running.OrderBy(static loop => loop.Id).Select(static loop => loop.GetSnapshot())];

    internal LoopSnapshot GetSnapshot(int pendingLimit)
    {
        var now = Clock.TotalMilliseconds;
        return new LoopSnapshot
        {
            Name = Name,
            State = State,
            TakenAt = _options.TimeProvider.GetUtcNow(),
            Running = GetRunning((uint)now),
            QueuedCount = QueuedCount,
            Pending = Pending.Select(pendingLimit, call => CallSnapshot.Of(call, now, ShowsArguments)),
            PendingCount = Pending.Count,
            AbandonedCount = Pending.AbandonedCount,
            TimerCount = _timers.Count + _deadlines.Count,
            StashedCount = Stash.Count,
            SlowTurnCount = SlowTurns.Count,
            Waits = WaitGraph.Current,
            Id = Id,
        };
    }

    /// <summary>One call that has not ended, at this moment.</summary>
    internal CallSnapshot GetProgress(EventualResult call, int state)
    {
        var now = Clock.TotalMilliseconds;
        return Pending.Find(call, pending => CallSnapshot.Of(pending, now, ShowsArguments))
            ?? CallSnapshot.Of(call, state == CallState.Queued ? null : Volatile.Read(ref _turn.StartedAt), (uint)now, ShowsArguments);
    }

    internal int GetQueuePosition(EventualResult call) => Math.Max(0, (int)(call.Ticket - (uint)_queue.Taken) - 1);

    internal void OnWithdrawn() => Interlocked.Increment(ref _withdrawn);

    internal void OnWithdrawnTaken() => Interlocked.Decrement(ref _withdrawn);

    /// <summary>Tells whoever listens of a failure that no code can retrieve any more.</summary>
    internal void Report(Failure failure, string source)
    {
        failure.Preserve();
        Log.UnobservedFailure(_logger, source, Name, failure.Exception);
        var handlers = UnobservedFailure;
        if (handlers is null)
        {
            if (_options.LoggerFactory is null)
                StandardError.Write($"{source} failed in the loop '{Name}', and nobody retrieved its failure:{Environment.NewLine}{failure.Traceback}");
            return;
        }

        var args = new UnobservedFailureEventArgs(this, failure, source);
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(this, args);
            }
            catch (Exception exception)
            {
                Log.HandlerFailed(_logger, Name, exception);
            }
        }
    }

    internal void OnLateFailure(Exception exception, string call) => Log.LateFailure(_logger, call, Name, exception);

    internal void OnAbandonedEnded(PendingCall call, Task task) => OnAbandonedEnded(call.Name, call.AbandonedAt, task.Exception?.InnerException);

    /// <summary>Loop thread: a call has gone on to its end without its result, which had ended before.</summary>
    internal void OnAbandonedEnded(string call, long abandonedAt, Exception? exception) =>
        Log.AbandonedEnded(_logger, call, Name, LoopClock.Between(abandonedAt, Clock.TotalMilliseconds).TotalSeconds, exception);

    internal void OnStashExpired(TimeSpan lifetime) => Log.StashExpired(_logger, Name, lifetime);

    /// <summary>Watch thread: says so when a turn holds the loop for too long.</summary>
    internal void InspectTurn()
    {
        if (Volatile.Read(ref _turn.Item) is null)
            return;
        var now = Clock.Milliseconds;
        var started = Volatile.Read(ref _turn.StartedAt);
        if (LoopClock.Between(started, now).TotalMilliseconds > _slowTurnMilliseconds && GetRunning(now) is { } running)
            SlowTurns.OnHeld(running.Call, started, now);
    }

    private CallSnapshot? GetRunning(uint now)
    {
        if (Volatile.Read(ref _turn.Item) is not { } current)
            return null;
        var invoker = Volatile.Read(ref _turn.Invoker);
        var body = _turn.Body;
        var name = invoker is not null && body is not null ? invoker.GetName(body) : current.GetName();
        var started = Volatile.Read(ref _turn.StartedAt);
        return new CallSnapshot
        {
            Call = name,
            Phase = CallPhase.Running,
            Queued = LoopClock.Between(_turn.QueuedAt, started),
            Running = LoopClock.Between(started, now),
            IsAbandoned = IsAbandoned(current),
            Caller = (current as EventualResult)?.Caller?.Owner,
            Arguments = ShowsArguments && invoker is not null && body is not null ? invoker.GetArguments(body) : null,
        };
    }

    // Ended from outside while its turn goes on: by a timeout that a task waited for, or by a stop.
    private static bool IsAbandoned(WorkItem turn) =>
        turn is EventualResult { FailureOfEnd.Failure.Exception: CrochetTimeoutException or EventLoopStoppedException };

    private void OnSlowTurn(WorkItem item)
    {
        var name = _turn.Invoker is { } invoker && _turn.Body is { } body ? invoker.GetName(body) : item.GetName();
        SlowTurns.OnEnded(name, _turn.StartedAt, _turn.Now);
    }
}
