namespace Crochet.Waiting;

/// <summary>Several that wait for one result.</summary>
internal sealed class WaiterList(IWaiter first, IWaiter second) : IWaiter
{
    private readonly List<IWaiter> _waiters = [first, second];
    private bool _ended;

    public bool KeepsResult
    {
        get
        {
            lock (_waiters)
                return _waiters.Exists(static waiter => waiter.KeepsResult);
        }
    }

    public IResultTask? Task => First<IResultTask>();

    public Parker? Blocked => First<Parker>();

    /// <summary>False when the result has ended, and for a task where one is there already.</summary>
    public bool TryAdd(IWaiter waiter)
    {
        lock (_waiters)
        {
            if (_ended || (waiter is IResultTask && _waiters.Exists(static other => other is IResultTask)))
                return false;
            _waiters.Add(waiter);
            return true;
        }
    }

    public void Remove(IWaiter waiter)
    {
        lock (_waiters)
        {
            // Once ended, the list is being told from, without the lock.
            if (!_ended)
                _waiters.Remove(waiter);
        }
    }

    public void OnEnded(EventualResult result)
    {
        lock (_waiters)
            _ended = true;
        foreach (var waiter in _waiters)
            waiter.OnEnded(result);
    }

    private T? First<T>() where T : class, IWaiter
    {
        lock (_waiters)
            return _waiters.Find(static waiter => waiter is T) as T;
    }
}
