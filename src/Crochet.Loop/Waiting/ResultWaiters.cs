namespace Crochet.Waiting;

/// <summary>
/// Who waits for a result. Without a lock while there is one. Where more is to be done for the end of a call than to win it, the exchange
/// in <see cref="End"/> publishes the end; else the call's state has, before <see cref="Tell"/>.
/// </summary>
internal struct ResultWaiters
{
    // Stands in _waiters once the result has ended and can be read.
    private static readonly IWaiter _ended = new EndMark();

    // Null, one waiter, a list of several, or _ended.
    private IWaiter? _waiters;

    public readonly bool HaveEnded => ReferenceEquals(Volatile.Read(in _waiters), _ended);

    /// <summary>Whether the result must live for as long as its call may end.</summary>
    public readonly bool KeepResult => Volatile.Read(in _waiters) is { KeepsResult: true };

    public readonly IResultTask? Task =>
        Volatile.Read(in _waiters) is var waiters && waiters is WaiterList list ? list.Task : waiters as IResultTask;

    /// <summary>A thread that is blocked for the end; null where none is.</summary>
    public readonly Parker? Blocked =>
        Volatile.Read(in _waiters) is var waiters && waiters is WaiterList list ? list.Blocked : waiters as Parker;

    /// <summary>Adds the first waiter of a call that is not queued yet.</summary>
    public void Begin(IWaiter? first)
    {
        // A thread's next call, most often.
        if (!ReferenceEquals(_waiters, first))
            _waiters = first;
    }

    /// <summary>False when the result has ended, and for a task where there is one already.</summary>
    public bool TryAdd(IWaiter waiter)
    {
        while (true)
        {
            var waiters = Volatile.Read(ref _waiters);
            if (ReferenceEquals(waiters, _ended) || (waiters is IResultTask && waiter is IResultTask))
                return false;
            if (waiters is WaiterList list)
                return list.TryAdd(waiter);

            // Pairs with the exchange in End.
            var replacement = waiters is null ? waiter : new WaiterList(waiters, waiter);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _waiters, replacement, waiters), waiters))
                return true;
        }
    }

    public void Remove(IWaiter waiter)
    {
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _waiters, null, waiter), waiter))
            (Volatile.Read(ref _waiters) as WaiterList)?.Remove(waiter);
    }

    public readonly bool AreNone => Volatile.Read(in _waiters) is null;

    /// <summary>A thread is blocked for the end, and nobody else waits.</summary>
    public readonly bool IsThread => Volatile.Read(in _waiters) is Parker;

    /// <summary>
    /// The result has ended, and anybody can see it. Its caller may be using the object again: then this finds nobody, or the caller's own
    /// thread, which a wake-up too many does no harm. So a thread is woken and left where it is.
    /// </summary>
    public void Tell(EventualResult result)
    {
        // Pairs with TryAddWaiter, which adds the waiter first and looks for the end after.
        var waiters = Volatile.Read(ref _waiters);
        if (waiters is Parker parker)
            parker.Wake();
        else if (waiters is not null)
            End(result);
    }

    /// <summary>
    /// The result has ended. The exchange is the last that the loop does to it: then it can be read, and a caller that blocked for it may
    /// use the object again.
    /// </summary>
    public void End(EventualResult result)
    {
        var waiters = Interlocked.Exchange(ref _waiters, _ended);
        // Most often: a thread, or nobody.
        if (waiters is Parker parker)
            parker.Wake();
        else
            waiters?.OnEnded(result);
    }

    private sealed class EndMark : IWaiter
    {
        public bool KeepsResult => false;

        public void OnEnded(EventualResult result)
        {
            // Told before.
        }
    }
}
