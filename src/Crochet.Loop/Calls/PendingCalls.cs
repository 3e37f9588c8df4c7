namespace Crochet.Calls;

/// <summary>
/// The calls of a loop that have started and not ended, oldest first. Changed on the loop thread, read from any under <see cref="Lock"/>.
/// Entries whose call was collected, since nothing could end it any more, are taken out as new ones come in.
/// </summary>
internal sealed class PendingCalls(EventLoop loop)
{
    private const int PoolSize = 1_024;
    private const int EntriesToCheck = 4;

    private readonly Stack<PendingCall> _pool = new();
    private PendingEntry? _first;
    private PendingEntry? _last;
    private PendingEntry? _nextToCheck;

    // No entry before this one is of a call in flight: abandoned ones are passed once and not at each look.
    private PendingEntry? _firstInFlight;
    private int _leftToCheck;
    private int _collections;
    private int _count;
    private int _abandoned;

    public Lock Lock { get; } = new();

    /// <summary>Calls that have started and not ended, abandoned ones among them.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Those whose result has ended without them.</summary>
    public int AbandonedCount => Volatile.Read(ref _abandoned);

    public PendingCall Rent() => _pool.TryPop(out var call) ? call : new PendingCall(loop);

    public void Add(PendingCall call)
    {
        lock (Lock)
        {
            var entry = call.Entry;
            entry.IsListed = true;
            entry.Previous = _last;
            if (_last is null)
                _first = entry;
            else
                _last.Next = entry;
            _last = entry;
            _firstInFlight ??= entry;
            _count++;
            RemoveCollected();
        }
    }

    public void Remove(PendingCall call)
    {
        lock (Lock)
        {
            Remove(call.Entry);
            call.Clear();
        }
    }

    public void Recycle(PendingCall call)
    {
        if (call.IsReusable && _pool.Count < PoolSize)
            _pool.Push(call);
    }

    /// <summary>Whether a call is left whose result somebody may still get; <paramref name="besides"/> those of one invoker.</summary>
    public bool AnyInFlight(CallInvoker? besides = null)
    {
        lock (Lock)
        {
            while (_firstInFlight is { Call: null or { IsAbandoned: true } })
                _firstInFlight = _firstInFlight.Next;
            for (var entry = _firstInFlight; entry is not null; entry = entry.Next)
            {
                if (entry.Call is { IsAbandoned: false } call && (besides is null || !ReferenceEquals(call.Invoker, besides)))
                    return true;
            }

            return false;
        }
    }

    /// <summary>
    /// The calls at this moment, oldest first, at most <paramref name="limit"/>. Takes out the collected entries it comes past, so that no
    /// later walk is longer than what it finds.
    /// </summary>
    public List<T> Select<T>(int limit, Func<PendingCall, T> selector)
    {
        var selected = new List<T>(Math.Min(limit, Count));
        lock (Lock)
        {
            var entry = _first;
            while (entry is not null && selected.Count < limit)
            {
                var next = entry.Next;
                if (entry.Call is { } call)
                    selected.Add(selector(call));
                else
                    Remove(entry);
                entry = next;
            }
        }

        return selected;
    }

    /// <summary>What <paramref name="selector"/> says of one call, while it is pending; else null.</summary>
    public T? Find<T>(EventualResult result, Func<PendingCall, T> selector) where T : class
    {
        lock (Lock)
            return result.PendingCall is { } call && ReferenceEquals(call.Result, result) ? selector(call) : null;
    }

    /// <summary>Under the lock.</summary>
    public void MarkAbandoned(PendingEntry entry)
    {
        if (!entry.IsAbandoned)
            _abandoned++;
        entry.IsAbandoned = true;
    }

    private void Remove(PendingEntry entry)
    {
        if (!entry.IsListed)
            return;
        entry.IsListed = false;
        _count--;
        if (entry.IsAbandoned)
            _abandoned--;
        entry.IsAbandoned = false;
        if (ReferenceEquals(_nextToCheck, entry))
            _nextToCheck = entry.Next;
        if (ReferenceEquals(_firstInFlight, entry))
            _firstInFlight = entry.Next;
        if (entry.Previous is null)
            _first = entry.Next;
        else
            entry.Previous.Next = entry.Next;
        if (entry.Next is null)
            _last = entry.Previous;
        else
            entry.Next.Previous = entry.Previous;
        entry.Previous = entry.Next = null;
    }

    // After a collection, a few looks for each call added: the list can only grow by what lives.
    private void RemoveCollected()
    {
        if (GC.CollectionCount(0) is var collections && collections != _collections)
        {
            _collections = collections;
            _leftToCheck = _count;
        }

        for (var i = 0; i < EntriesToCheck && _leftToCheck > 0; i++, _leftToCheck--)
        {
            var entry = _nextToCheck ?? _first;
            if (entry is null)
                return;
            _nextToCheck = entry.Next;
            if (entry.Call is null)
                Remove(entry);
        }
    }
}
