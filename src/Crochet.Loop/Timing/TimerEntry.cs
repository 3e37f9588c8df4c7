using Crochet.Running;

namespace Crochet.Timing;

/// <summary>
/// Something that is due at a time: a link in one of a <see cref="TimerWheel"/>'s lists. No queue holds it, so the wheel uses the queue's
/// fields as well: the link to the next in the list, and the ticket, which tells one setting from the next and orders entries that are due
/// at the same tick. The wheel's lock guards them all.
/// </summary>
internal abstract class TimerEntry : WorkItem
{
    internal TimerEntry? Previous;

    /// <summary>In the loop's ticks; <see cref="TimerWheel.Never"/> when it is not set.</summary>
    internal long Due = TimerWheel.Never;

    /// <summary>From one time it is due to the next, in ticks; 0 where it comes once.</summary>
    internal long Period;

    /// <summary>It is never set again.</summary>
    internal bool IsClosed;

    /// <summary>Which of the wheel's lists it is in; negative when it is not set, or so near that it waits in the wheel's heap.</summary>
    internal short List = -1;

    public override bool Drop() => false;
}
