using System.ComponentModel;

namespace Crochet;

/// <summary>
/// Something a loop can hold in its queue: a call (<see cref="EventualResult"/>), a posted callback, a continuation. Applications have no use
/// for this type; it is public only because <see cref="EventualResult"/> derives from it, so that a call needs no second object to be queued.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WorkItem
{
    private protected WorkItem()
    {
    }

    // The queue's link. Written once by the producer that queued the next item, cleared by the consumer that takes this one.
    internal WorkItem? Next;

    // A place in the queue's order, given by the queue: the difference to the number taken is how many items are before this one.
    internal uint Ticket;

    /// <summary>What errors, logs and snapshots call this item.</summary>
    internal abstract string GetName();

    /// <summary>When the item was queued, in the loop's milliseconds; <paramref name="now"/> for those that no queue held.</summary>
    internal virtual uint GetQueuedAt(uint now) => now;

    /// <summary>Runs the item, on the loop thread. What escapes is reported by the loop.</summary>
    internal abstract void Execute(EventLoop loop);

    /// <summary>Ends the item without running it, because its loop has stopped. True where something was lost with it.</summary>
    internal abstract bool Drop();
}
