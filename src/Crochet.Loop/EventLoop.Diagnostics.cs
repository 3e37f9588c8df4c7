using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Timing;

namespace Crochet;

// What the loop tells of itself.
public sealed partial class EventLoop
{
    private const int MostPending = 1_000;

    private readonly FailureReports _reports;
    private readonly LoopObserver _observer;

    /// <summary>
    /// Raised once for each failure that nobody retrieved, each callback that threw, each stashed failure that expired; from any thread. They are logged too,
    /// as errors; with neither a handler nor a logger factory they go to standard error. What a handler throws is swallowed.
    /// </summary>
    public event EventHandler<UnobservedFailureEventArgs>? UnobservedFailure
    {
        add => _reports.Handlers += value;
        remove => _reports.Handlers -= value;
    }

    /// <summary>Whether the calling thread is one that nothing should hold up: a loop's, or the one that watches them.</summary>
    internal static bool IsOnOwnThread => _current is not null || WatchThread.IsCurrent;

    internal bool ShowsArguments => _options.ShowArguments;

    internal SlowTurns SlowTurns { get; }

    /// <summary>Whether what has timed out is to wait on: somebody steps through it.</summary>
    internal bool TimeoutsWait => _options.TimeoutsWaitForDebugger && _options.IsDebuggerAttached();

    internal int QueuedCount => Queue.Count;

    internal long TurnCount => Queue.TakenCount;

    /// <summary>What there is to run: what is queued, and what holds the thread. A loop that stops has more of it than any that runs.</summary>
    internal long Load => State >= EventLoopState.Stopping
        ? long.MaxValue - 1
        : QueuedCount + (Volatile.Read(in Turn.Item) is null ? 0L : 1L);

    /// <summary>What the loop is doing now; from any thread, without stopping it. Of more than 1,000 pending calls it lists the oldest, and counts the rest.</summary>
    public LoopSnapshot GetSnapshot() => GetSnapshot(MostPending);

    /// <summary>What all loops of the process are doing that have been started and have not stopped; from any thread.</summary>
    public static IReadOnlyList<LoopSnapshot> GetSnapshots() => [.. ProcessExit.Running.OrderBy(static loop => loop.Id).Select(static loop => loop.GetSnapshot())];

    internal LoopSnapshot GetSnapshot(int pendingLimit) => _observer.GetSnapshot(pendingLimit);

    internal CallSnapshot GetProgress(EventualResult call, int state) => _observer.GetProgress(call, state);

    internal int GetQueuePosition(EventualResult call) => Queue.GetPosition(call);

    internal void OnWithdrawn() => Queue.OnWithdrawn();

    internal void OnWithdrawnTaken() => Queue.OnWithdrawnTaken();

    /// <summary>Tells whoever listens of a failure that no code can retrieve any more.</summary>
    internal void Report(Failure failure, string source) => _reports.Report(failure, source);

    internal void OnSlowDisposal(string name) => Log.SlowDisposal(_logger, name);

    internal void OnLateFailure(Exception exception, string call) => Log.LateFailure(_logger, call, Name, exception);

    internal void OnAbandonedEnded(PendingCall call, Task task) => OnAbandonedEnded(call.Name, call.AbandonedAt, task.Exception?.InnerException);

    /// <summary>Loop thread: a call has gone on to its end without its result, which had ended before.</summary>
    internal void OnAbandonedEnded(string call, long abandonedAt, Exception? exception) =>
        Log.AbandonedEnded(_logger, call, Name, LoopClock.Between(abandonedAt, Clock.TotalMilliseconds).TotalSeconds, exception);
}
