using System.Diagnostics;
using System.Runtime.InteropServices;
using Crochet.Diagnostics;

namespace Crochet.Running;

/// <summary>
/// A queue with any number of producers and one consumer, linked through its items: a post is one exchange, and allocates nothing.
/// The scheme is Dmitry Vyukov's intrusive MPSC queue, with a second marker that stands for a sleeping consumer.
/// </summary>
/// <remarks>
/// <para>Invariant: from the consumer's position (its next item, or the marker it stands at) the links lead to <c>Tail</c>, except where a
/// producer is between its exchange and its link; that producer's link will come. An item that has been taken is not known to the queue any
/// more.</para>
/// <para>Sleep and wake pair through <c>Tail</c> alone: the consumer swaps <c>_idle</c> for <c>_asleep</c> only while the queue is empty,
/// and exactly one producer's exchange returns <c>_asleep</c>; that one wakes the consumer. So no wake-up is lost, and no fence is
/// needed.</para>
/// </remarks>
internal sealed class WorkQueue
{
    private readonly Marker _idle = new();
    private readonly Marker _asleep = new();
    private Producers _producers;
    private Consumer _consumer;
    private int _withdrawn;

    public WorkQueue()
    {
        _consumer.Marker = _asleep;
        _producers.Tail = _asleep;
    }

    /// <summary>Items queued, and neither taken nor withdrawn; from any thread, exact when nobody is posting or taking.</summary>
    public int Count =>
        (int)Math.Max(0, Volatile.Read(ref _producers.Posted) - Volatile.Read(ref _consumer.Taken) - Volatile.Read(ref _withdrawn));

    /// <summary>How many items have been taken since the queue was made.</summary>
    public long TakenCount => Volatile.Read(ref _consumer.Taken);

    /// <summary>Nothing has come since so many had been taken; from any thread.</summary>
    public bool IsUntouchedSince(long taken)
    {
        var tail = Volatile.Read(ref _producers.Tail);
        return TakenCount == taken && (ReferenceEquals(tail, _idle) || ReferenceEquals(tail, _asleep));
    }

    public bool IsAsleep => ReferenceEquals(Volatile.Read(ref _producers.Tail), _asleep);

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
        // Pairs with the consumer's compare-exchanges in TryTake and TrySleep: whoever comes second sees the other.
        var previous = Interlocked.Exchange(ref _producers.Tail, item);
        // Pairs with the consumer's reads of Next.
        Volatile.Write(ref previous.Next, item);
        return ReferenceEquals(previous, _asleep);
    }

    /// <summary>Whether an item is there, or about to be linked. Consumer only.</summary>
    public bool IsEmpty => _consumer.Next is null && ReferenceEquals(Volatile.Read(ref _producers.Tail), _consumer.Marker);

    /// <summary>Takes the oldest item, or null when there is none. Consumer only.</summary>
    public IWorkItem? TryTake()
    {
        var item = _consumer.Next;
        if (item is null)
        {
            if (ReferenceEquals(Volatile.Read(ref _producers.Tail), _consumer.Marker))
                return null;
            item = AwaitLink(_consumer.Marker);
            _consumer.Marker.Next = null;
        }

        var next = Volatile.Read(ref item.Next);
        if (next is null && !TryDetachLast(item))
            next = AwaitLink(item);

        _consumer.Next = next;
        item.Next = null;
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
        if (ReferenceEquals(_consumer.Marker, _asleep))
            return ReferenceEquals(Volatile.Read(ref _producers.Tail), _asleep);

        // Pairs with the exchange in Post.
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _producers.Tail, _asleep, _idle), _idle))
            return false;
        _consumer.Marker = _asleep;
        return true;
    }

    // The last item goes only when a marker has taken its place, so that no producer can still write to its link.
    private bool TryDetachLast(IWorkItem item)
    {
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _producers.Tail, _idle, item), item))
            return false;
        _consumer.Marker = _idle;
        return true;
    }

    // A producer has exchanged and not yet linked. It may have been preempted between the two, so give it the processor.
    private static IWorkItem AwaitLink(IWorkItem item)
    {
        var spinner = new SpinWait();
        IWorkItem? next;
        while ((next = Volatile.Read(ref item.Next)) is null)
            spinner.SpinOnce(sleep1Threshold: -1);
        return next;
    }

    // Both on cache lines of their own: each side writes all the time where the other seldom looks.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Producers
    {
        [FieldOffset(128)]
        public IWorkItem Tail;

        [FieldOffset(136)]
        public long Posted;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Consumer
    {
        // The marker it stands at when Next is null; the next item otherwise.
        [FieldOffset(128)]
        public Marker Marker;

        [FieldOffset(136)]
        public IWorkItem? Next;

        [FieldOffset(144)]
        public long Taken;
    }

    private sealed class Marker : WorkItem
    {
        public override string GetName() => throw new UnreachableException();

        public override void Execute(EventLoop loop) => throw new UnreachableException();

        public override bool Drop() => throw new UnreachableException();
    }
}
