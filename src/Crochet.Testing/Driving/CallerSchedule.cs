using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Testing.Time;
using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>
/// The schedule of a loop that a test drives: each call of one of its callers, and each wait, comes here and goes on in turn.
/// </summary>
internal sealed class CallerSchedule : Schedule
{
    private readonly TestTime _time;
    private Relay _relay = null!;
    private string _loopName = "";

    // Written on the thread that disposes, read on any.
    private volatile bool _isEnding;
    private volatile bool _leavesAwaits;
    private volatile bool _isOver;

    public CallerSchedule(TestTime time)
    {
        _time = time;
        Seat = new Seat(this);
    }

    /// <summary>Who drives.</summary>
    public Seat Seat { get; }

    public Callers Callers { get; } = new();

    /// <summary>The time, as a timestamp.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>The loop stops; callers come to their end.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>The loop has stopped: what a caller still awaits does not come.</summary>
    public bool LeavesAwaits => _leavesAwaits;

    /// <summary>Nobody drives any more, and no caller waits for its turn.</summary>
    public bool IsOver => _isOver;

    public override bool IsDriver => !_isOver && Seat.IsOwner;

    public override bool IsDriving => Seat.IsTaken;

    /// <summary>Before anything else: what carries it out, and the loop that has this as its schedule.</summary>
    public void Attach(Relay relay, EventLoop loop)
    {
        _relay = relay;
        _loopName = loop.Name;
    }

    /// <summary>No caller is added any more; false when that was so before.</summary>
    public bool TryEnd()
    {
        if (!Callers.TryClose())
            return false;
        _isEnding = true;
        return true;
    }

    /// <summary>The loop has stopped, and whoever awaited a call of it has had its turn.</summary>
    public void LeaveAwaits() => _leavesAwaits = true;

    public void Complete() => _isOver = true;

    public override void Pass(string call)
    {
        if (!_isOver && Caller.Here is { } caller && ReferenceEquals(caller.Schedule, this))
            caller.Pass(OneLine.Of(call));
    }

    public override void Deliver(Func<Task> callback, string name) =>
        Callers.AddUnlessClosed(new Caller(this, name, () => CallerContext.Run(callback)));

    public override bool Block(IWaiting waiting, string call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_isOver)
            Caller.Here!.Wait($"waits for {OneLine.Of(call)}", waiting, DeadlineAfter(timeout), cancellationToken);
        if (waiting.IsOver)
            return true;
        cancellationToken.ThrowIfCancellationRequested();
        if (_isEnding)
            throw new EventLoopStoppedException(_loopName, isWithdrawn: false);
        return false;
    }

    /// <summary>On a caller's thread, which awaits: false when there is nothing to wait for any more.</summary>
    public bool TryAwait(Caller caller, IWaiting waiting)
    {
        if (!_isOver)
            caller.Await(waiting);
        return !_leavesAwaits || waiting.IsOver;
    }

    /// <summary>On the thread of a caller that pauses, until its next turn.</summary>
    public void HandOver(Caller from, string call)
    {
        if (!_isOver)
            _relay.HandOver(from, call);
    }

    /// <summary>On the thread of a caller whose code has ended.</summary>
    public void OnEnded(Caller caller) => _relay.OnEnded(caller);

    private long DeadlineAfter(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : TestTime.Add(Now, timeout.Ticks);
}
