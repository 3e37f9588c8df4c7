namespace Crochet.Running;

/// <summary>
/// The queue of a loop that has closed. Calls and posts in it never run; continuations do, in the last turns. Whoever closes a loop whose
/// thread is held by a turn empties the queue in that thread's place, so from the closing on the consumer's role is taken under a lock.
/// </summary>
internal sealed class ClosedQueue(EventLoop loop, WorkQueue queue)
{
    private readonly Lock _lock = new();
    private readonly Queue<IWorkItem> _setAside = new();
    private int _dropped;
    private bool _isSealed;
    private bool _isEmptied;

    /// <summary>Items that never ran, and that nobody waited for.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    /// <summary>Nothing runs any more.</summary>
    public bool IsSealed => Volatile.Read(ref _isSealed);

    /// <summary>What was queued before the seal has run: the rest may be dropped by anybody.</summary>
    public bool IsEmptied => Volatile.Read(ref _isEmptied);

    /// <summary>Tells whoever waits that the loop has stopped, before anything that could block.</summary>
    public void EndCalls()
    {
        lock (_lock)
        {
            while (queue.TryTake() is { } item)
                SetAside(item);

            foreach (var result in loop.Pending.Select(int.MaxValue, static call => call.Result))
                result?.EndStopped();
            if (!loop.IsInLoopThread)
                (Volatile.Read(ref loop.Turns.Turn.Item) as EventualResult)?.EndStopped();
        }
    }

    /// <summary>Keeps an item for the last turns, or drops it.</summary>
    public void SetAside(IWorkItem item)
    {
        if (item is IRunsAtTheEnd && !IsSealed)
        {
            lock (_lock)
                _setAside.Enqueue(item);
        }
        else
        {
            Drop(item);
        }
    }

    /// <summary>Takes the next item for the last turns.</summary>
    public IWorkItem? TryTake()
    {
        lock (_lock)
            return _setAside.TryDequeue(out var item) ? item : queue.TryTake();
    }

    /// <summary>Like the queue's own, for the time after the closing.</summary>
    public bool TrySleep()
    {
        lock (_lock)
            return _setAside.Count == 0 && queue.TrySleep();
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _setAside.Count == 0 && queue.IsEmpty;
        }
    }

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    /// <summary>From here on nothing runs: what is left, and what still comes, is dropped.</summary>
    public void Seal()
    {
        Volatile.Write(ref _isSealed, true);
        RunWhatCameBefore();
        Volatile.Write(ref _isEmptied, true);
        EndCalls();
        Sweep();
    }

    /// <summary>After the seal: drops what has been queued since.</summary>
    public void Sweep()
    {
        while (TryTake() is { } item)
            Drop(item);
    }

    // Whoever queued it before the seal was told that it runs, and a task that is dropped never ends. No more than these: the seal refuses
    // what comes.
    private void RunWhatCameBefore()
    {
        while (loop.IsInLoopThread && TryTake() is { } item)
        {
            if (item is IRunsAtTheEnd)
                loop.Turns.RunLast(item);
            else
                Drop(item);
        }
    }

    private void Drop(IWorkItem item)
    {
        if (item.Drop() && item is not EventualResult)
            Interlocked.Increment(ref _dropped);
    }
}
