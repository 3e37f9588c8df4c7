namespace Crochet;

/// <summary>Something that is due at a time: a link in one of a <see cref="TimerWheel"/>'s lists. The wheel's lock guards its fields.</summary>
internal abstract class TimerEntry : WorkItem
{
    internal TimerEntry? Previous;
    internal TimerEntry? Following;

    /// <summary>The list it is in; null when it is not set, or so near that it waits in the wheel's heap.</summary>
    internal TimerList? List;

    /// <summary>In the loop's ticks; <see cref="TimerWheel.Never"/> when it is not set.</summary>
    internal long Due = TimerWheel.Never;

    /// <summary>Tells one setting from the next, and orders entries that are due at the same tick: first set, first due.</summary>
    internal long Order;

    internal override bool Drop() => false;
}
