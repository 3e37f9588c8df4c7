namespace Crochet.Running;

/// <summary>
/// Something that a loop's queue can hold. A call's result is one itself, so that a call needs no second object to be queued.
/// </summary>
internal interface IWorkItem
{
    /// <summary>The queue's link. The producer of the next item writes it once; the consumer that takes this one clears it.</summary>
    ref IWorkItem? Next { get; }

    /// <summary>
    /// A place in the queue's order, given by the queue: the difference to the number taken is how many items are before this one.
    /// </summary>
    ref uint Ticket { get; }

    /// <summary>What errors, logs and snapshots call this item.</summary>
    string GetName();

    /// <summary>When the item was queued, in the loop's milliseconds; <paramref name="now"/> for those that no queue held.</summary>
    uint GetQueuedAt(uint now);

    /// <summary>Runs the item, on the loop thread. What escapes is reported by the loop.</summary>
    void Execute(EventLoop loop);

    /// <summary>Ends the item without running it, because its loop has stopped. True where something was lost with it.</summary>
    bool Drop();
}
