namespace Crochet.Diagnostics;

/// <summary>What a debugger shows of a loop.</summary>
internal sealed class EventLoopView(EventLoop loop)
{
    private const int MostPending = 100;

    private readonly LoopSnapshot _snapshot = loop.GetSnapshot(MostPending);

    public string Name => loop.Name;

    public EventLoopState State => _snapshot.State;

    public CallSnapshot? Running => _snapshot.Running;

    public int Queued => _snapshot.QueuedCount;

    /// <summary>The oldest hundred.</summary>
    public IReadOnlyList<CallSnapshot> Pending => _snapshot.Pending;

    public int PendingCount => _snapshot.PendingCount;

    public int AbandonedCount => _snapshot.AbandonedCount;

    public int Timers => _snapshot.TimerCount;

    public long SlowTurns => _snapshot.SlowTurnCount;

    public IReadOnlyList<LoopWait> Waits => _snapshot.Waits;

    public ResultStash Stash => loop.Stash;
}
