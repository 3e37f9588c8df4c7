namespace Crochet.Calls;

/// <summary>
/// The object of a thread's last blocking call, for its next one: nobody else has ever had it, and its thread is its waiter until it has
/// ended, so that the loop leaves it alone from the moment that its end can be seen. It stays with its loop, so that a stop of
/// that loop which still finds it running can do it no harm: the next call on that loop is to be stopped too. Between calls the collector
/// may have it, so that no thread keeps a loop alive.
/// </summary>
internal static class CallPool<TCall> where TCall : EventualResult
{
    [ThreadStatic]
    private static Slot? _slot;

    /// <summary>Null where the thread has none for this loop: then a new one is made, which goes back as any other.</summary>
    public static TCall? TryRent(EventLoop loop)
    {
        var slot = _slot ??= new Slot();
        // A thread that pumps messages while it waits may make another call meanwhile.
        if (slot.IsRented || !slot.Call.TryGetTarget(out var call) || !ReferenceEquals(call.Loop, loop))
            return null;
        slot.IsRented = true;
        return call;
    }

    /// <summary>Takes back a call that has succeeded.</summary>
    public static void Return(TCall call)
    {
        call.Reset();
        var slot = _slot!;
        slot.IsRented = false;
        if (!slot.Call.TryGetTarget(out var kept) || !ReferenceEquals(kept, call))
            slot.Call.SetTarget(call);
    }

    private sealed class Slot
    {
        public WeakReference<TCall?> Call { get; } = new(null);

        public bool IsRented { get; set; }
    }
}
