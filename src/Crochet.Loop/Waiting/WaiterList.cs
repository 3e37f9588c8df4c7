namespace Crochet.Waiting;

/// <summary>Several that wait for one result: blocked threads, and at most one task, which serves all who await.</summary>
internal sealed class WaiterList(object first, object second)
{
    private readonly List<object> _waiters = [first, second];
    private bool _ended;

    public bool HasTask => Task is not null;

    public IResultTask? Task
    {
        get
        {
            lock (_waiters)
                return _waiters.OfType<IResultTask>().FirstOrDefault();
        }
    }

    public Parker? FirstBlocked
    {
        get
        {
            lock (_waiters)
                return _waiters.OfType<Parker>().FirstOrDefault();
        }
    }

    /// <summary>False when the result has ended, and for a task where one is there already.</summary>
    public bool TryAdd(object waiter)
    {
        lock (_waiters)
        {
            if (_ended || (waiter is IResultTask && HasTask))
                return false;
            _waiters.Add(waiter);
            return true;
        }
    }

    public void Remove(object waiter)
    {
        lock (_waiters)
        {
            // Once ended, the list is being told from, without the lock.
            if (!_ended)
                _waiters.Remove(waiter);
        }
    }

    public void End(EventualResult result)
    {
        lock (_waiters)
            _ended = true;
        foreach (var waiter in _waiters)
        {
            if (waiter is Parker parker)
                parker.Wake();
            else
                ((IResultTask)waiter).End(result);
        }
    }
}
