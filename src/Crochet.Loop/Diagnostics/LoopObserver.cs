using Crochet.Calls;
using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet.Diagnostics;

/// <summary>Says what a loop is doing at one moment, from any thread and without stopping it.</summary>
/// <param name="loop">The loop.</param>
/// <param name="clock">Its time.</param>
/// <param name="timers">What it has set for later.</param>
internal sealed class LoopObserver(EventLoop loop, LoopClock clock, LoopTimers timers)
{
    /// <param name="pendingLimit">How many of the pending calls to list, the oldest first.</param>
    public LoopSnapshot GetSnapshot(int pendingLimit)
    {
        var now = clock.TotalMilliseconds;
        return new LoopSnapshot
        {
            Name = loop.Name,
            State = loop.State,
            TakenAt = clock.Provider.GetUtcNow(),
            Running = GetRunning((uint)now),
            QueuedCount = loop.QueuedCount,
            Pending = loop.Pending.Select(pendingLimit, call => CallSnapshot.Of(call, now, loop.ShowsArguments)),
            PendingCount = loop.Pending.Count,
            AbandonedCount = loop.Pending.AbandonedCount,
            TimerCount = timers.Count,
            StashedCount = loop.Stash.Count,
            TurnCount = loop.Queue.TakenCount,
            SlowTurnCount = loop.SlowTurns.Count,
            RefusedCount = loop.Calls.Limit?.RefusedCount ?? 0,
            Waits = WaitGraph.Current,
            Id = loop.Id,
        };
    }

    /// <summary>One call that has not ended.</summary>
    public CallSnapshot GetProgress(EventualResult call, int state)
    {
        var now = clock.TotalMilliseconds;
        return loop.Pending.Find(call, pending => CallSnapshot.Of(pending, now, loop.ShowsArguments))
            ?? CallSnapshot.Of(call, state == CallState.Queued ? null : loop.TurnStartedAt, (uint)now, loop.ShowsArguments);
    }

    /// <summary>What holds the loop thread; null between turns.</summary>
    public CallSnapshot? GetRunning(uint now)
    {
        ref readonly var turn = ref loop.Turn;
        if (Volatile.Read(in turn.Item) is not { } item)
            return null;
        var invoker = Volatile.Read(in turn.Invoker);
        var body = turn.Body;
        var started = Volatile.Read(in turn.StartedAt);
        return new CallSnapshot
        {
            Call = invoker is not null && body is not null ? invoker.GetName(body) : item.GetName(),
            Phase = CallPhase.Running,
            Queued = LoopClock.Between(turn.QueuedAt, started),
            Running = LoopClock.Between(started, now),
            IsAbandoned = IsAbandoned(item),
            Caller = (item as EventualResult)?.Caller?.Owner,
            Arguments = loop.ShowsArguments && invoker is not null && body is not null ? invoker.GetArguments(body) : null,
        };
    }

    // Ended from outside while its turn goes on: by a timeout that a task waited for, or by a stop.
    private static bool IsAbandoned(IWorkItem turn) =>
        turn is EventualResult { FailureOfEnd.Failure.Exception: CrochetTimeoutException or EventLoopStoppedException };
}
