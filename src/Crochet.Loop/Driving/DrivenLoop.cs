using Crochet.Running;
using Crochet.Timing;

namespace Crochet.Driving;

/// <summary>
/// The third way to run a loop, beside a thread of its own and the context of another framework: one turn at a time, by whoever says when.
/// All of it belongs to one thread at a time: the driver's between <see cref="Enter"/> and <see cref="Leave"/>, or one that the driver
/// waits for meanwhile, which may look and not run.
/// </summary>
internal sealed class DrivenLoop(EventLoop loop)
{
    private EventLoop? _outer;
    private SynchronizationContext? _outerContext;

    /// <summary>The loop has come to its end, and runs nothing any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>A stop has begun, and not come to its end.</summary>
    public bool IsStopping => !HasEnded && loop.Lifetime.IsStopping;

    /// <summary>There is something to run now: a turn, not a deadline.</summary>
    public bool HasTurn => IsAnythingQueued || loop.Timers.FindNextTimer() <= loop.Clock.Now;

    public bool HasDeadline => loop.Timers.FindNextDeadline() <= loop.Clock.Now;

    /// <summary>
    /// When the next timer or deadline is due, exactly, in the loop's ticks; <see cref="TimerWheel.Never"/> where there is none.
    /// </summary>
    public long NextDue => HasEnded ? TimerWheel.Never : Math.Min(loop.Timers.FindNextTimer(), loop.Timers.FindNextDeadline());

    private bool IsAnythingQueued => loop.Lifetime.IsClosed ? loop.Lifetime.RunsLastTurns && !loop.Closed.IsEmpty : !loop.Queue.IsEmpty;

    /// <summary>The calling thread is in the loop from here on, unless that has ended.</summary>
    public void Enter()
    {
        if (HasEnded)
            return;
        _outer = EventLoop.Current;
        _outerContext = SynchronizationContext.Current;
        loop.Enter();
    }

    public void Leave()
    {
        if (!HasEnded)
            EventLoop.Leave(_outer, _outerContext);
    }

    /// <summary>Takes what runs next: a timer that is due, else the oldest item of the queue. Null where there is nothing.</summary>
    public IWorkItem? Take()
    {
        loop.Turns.OnAwake();
        var now = loop.Clock.Now;
        while (loop.Timers.NextTimer <= now)
        {
            if (loop.Timers.TakeDue(now) is { } timer)
                return timer;
        }

        if (!loop.Lifetime.IsClosed)
            return loop.Queue.TryTake();
        if (!loop.Lifetime.RunsLastTurns || loop.Closed.TryTake() is not { } last)
            return null;
        loop.Lifetime.OnLastTurn();
        return last;
    }

    /// <summary>Runs what was taken, as a turn.</summary>
    public void Run(IWorkItem item) => loop.Turns.Run(item);

    /// <summary>Takes a deadline that has come, for the caller to expire; null where there is none.</summary>
    public LoopDeadline? TakeDeadline()
    {
        var now = loop.Clock.Now;
        while (loop.Timers.NextDeadline <= now)
        {
            if (loop.Timers.TakeDeadline(now) is { } deadline)
                return deadline;
        }

        return null;
    }

    /// <summary>
    /// Takes the steps of a stop that can be taken; after the last one the calling thread has left the loop, which has ended.
    /// </summary>
    public void Advance()
    {
        if (loop.State == EventLoopState.Stopped || !loop.Lifetime.Advance())
            return;
        Leave();
        HasEnded = true;
        loop.Lifetime.Complete();
    }
}
