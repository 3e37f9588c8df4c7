using System.Diagnostics;
using System.Runtime.InteropServices;
using Crochet.Diagnostics;

namespace Crochet.Running;

/// <summary>
/// A queue with any number of producers and one consumer, linked through its items: a post is one compare-and-swap, and allocates nothing.
/// The consumer takes all that has come as one batch.
/// </summary>
/// <remarks>
/// <para>Invariant: from <c>Newest</c> the links lead back to the oldest item that came after the last batch; each link is written before
/// its item can be seen. From the consumer's <c>Next</c> the links lead on through the rest of that batch, the oldest item first. An item
/// that has been taken is not known to the queue any more.</para>
/// <para>Sleep and wake pair through <c>Newest</c> alone: the consumer swaps <c>_idle</c> for <c>_asleep</c> only while the queue is empty,
/// and exactly one producer replaces <c>_asleep</c>; that one wakes the consumer. So no wake-up is lost, and no fence is needed.</para>
/// </remarks>
internal sealed class WorkQueue
{
    // What stands in Newest while nothing has come.
    private readonly Marker _idle = new();
    private readonly Marker _asleep = new();
    private Producers _producers;
    private Consumer _consumer;
    private int _withdrawn;

    public WorkQueue() => _producers.Newest = _asleep;

    /// <summary>Items queued, and neither taken nor withdrawn; from any thread, exact when nobody is posting or taking.</summary>
    public int Count =>
        (int)Math.Max(0, Volatile.Read(ref _producers.Posted) - Volatile.Read(ref _consumer.Taken) - Volatile.Read(ref _withdrawn));

    /// <summary>How many items have been taken since the queue was made.</summary>
    public long TakenCount => Volatile.Read(ref _consumer.Taken);

    /// <summary>How many batches have been taken since the queue was made.</summary>
    public long BatchCount => Volatile.Read(ref _consumer.Batches);

    /// <summary>Nothing has come since so many batches had been taken, where the queue was empty then; from any thread.</summary>
    public bool IsUntouchedSince(long batches) => IsMarker(Volatile.Read(ref _producers.Newest)) && BatchCount == batches;

    public bool IsAsleep => ReferenceEquals(Volatile.Read(ref _producers.Newest), _asleep);

    /// <summary>How many items are before a queued one, about; from any thread.</summary>
    public int GetPosition(IWorkItem item) => Math.Max(0, (int)(item.Ticket - (uint)Volatile.Read(ref _consumer.Taken)) - 1);

    /// <summary>An item that is still queued will never run; from any thread.</summary>
    public void OnWithdrawn() => Interlocked.Increment(ref _withdrawn);

    /// <summary>One of those was taken. Consumer only.</summary>
    public void OnWithdrawnTaken() => Interlocked.Decrement(ref _withdrawn);

    /// <summary>Queues an item, from any thread. True when the consumer sleeps and it is for the caller to wake it.</summary>
    public bool Post(IWorkItem item)
    {
        Debug.Assert(item.Next is null);
        if (Diagnosis.IsEnabled)
            item.Ticket = (uint)Interlocked.Increment(ref _producers.Posted);
        var newest = Volatile.Read(ref _producers.Newest);
        while (true)
        {
            var older = IsMarker(newest) ? null : newest;
            // Not where it is so already: a call that is used again may be in the consumer's cache, and stays there.
            if (!ReferenceEquals(item.Next, older))
                item.Next = older;
            // Pairs with the exchange in TakeBatch and the compare-exchange in TrySleep: whoever comes second sees the other.
            var seen = Interlocked.CompareExchange(ref _producers.Newest, item, newest);
            if (ReferenceEquals(seen, newest))
                return ReferenceEquals(newest, _asleep);
            newest = seen;
        }
    }

    /// <summary>Whether nothing is there. Consumer only.</summary>
    public bool IsEmpty => _consumer.Next is null && IsMarker(Volatile.Read(ref _producers.Newest));

    /// <summary>All of the last batch has been taken. Consumer only.</summary>
    public bool IsBatchOver => _consumer.Next is null;

    /// <summary>How many items of the last batch have been taken. Consumer only.</summary>
    public long TakenOfBatch => _consumer.Taken - _consumer.TakenBefore;

    /// <summary>Takes the oldest item, or null when there is none. Consumer only.</summary>
    public IWorkItem? TryTake()
    {
        var item = _consumer.Next ?? TakeBatch();
        if (item is null)
            return null;
        ref var next = ref item.Next;
        _consumer.Next = next;
        if (next is not null)
            next = null;
        Volatile.Write(ref _consumer.Taken, _consumer.Taken + 1);
        return item;
    }

    /// <summary>
    /// Marks the consumer as asleep, so that the next post wakes it; false when an item has come meanwhile. Consumer only.
    /// </summary>
    public bool TrySleep()
    {
        if (_consumer.Next is not null)
            return false;
        // Pairs with the compare-exchange in Post.
        var seen = Interlocked.CompareExchange(ref _producers.Newest, _asleep, _idle);
        return IsMarker(seen);
    }

    // Whatever has come, turned round: the oldest first.
    private IWorkItem? TakeBatch()
    {
        if (IsMarker(Volatile.Read(ref _producers.Newest)))
            return null;
        // Before the exchange, which it pairs with in IsUntouchedSince: who sees the marker again sees this too.
        Volatile.Write(ref _consumer.Batches, _consumer.Batches + 1);
        _consumer.TakenBefore = _consumer.Taken;
        IWorkItem? item = Interlocked.Exchange(ref _producers.Newest, _idle);
        IWorkItem? newer = null;
        while (true)
        {
            ref var link = ref item.Next;
            var older = link;
            if (!ReferenceEquals(older, newer))
                link = newer;
            // A write, and so the rest of the item is on its way to this processor before its turn, which begins with an atomic operation.
            Volatile.Write(ref item.Ticket, item.Ticket);
            if (older is null)
                return item;
            newer = item;
            item = older;
        }
    }

    private bool IsMarker(IWorkItem item) => ReferenceEquals(item, _idle) || ReferenceEquals(item, _asleep);

    // Both on cache lines of their own: each side writes all the time where the other seldom looks.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Producers
    {
        // The last item posted, or a marker.
        [FieldOffset(128)]
        public IWorkItem Newest;

        [FieldOffset(136)]
        public long Posted;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Consumer
    {
        // The oldest item of the batch; null when all of it has been taken.
        [FieldOffset(128)]
        public IWorkItem? Next;

        [FieldOffset(136)]
        public long Taken;

        [FieldOffset(144)]
        public long Batches;

        // Taken, when the last batch began.
        [FieldOffset(152)]
        public long TakenBefore;
    }

    private sealed class Marker : WorkItem
    {
        public override string GetName() => throw new UnreachableException();

        public override void Execute(EventLoop loop) => throw new UnreachableException();

        public override bool Drop() => throw new UnreachableException();
    }
}
