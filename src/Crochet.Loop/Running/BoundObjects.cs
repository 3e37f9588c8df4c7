namespace Crochet.Running;

/// <summary>The objects that a loop's stop disposes of, in the order in which they were added; from any thread.</summary>
internal sealed class BoundObjects(EventLoop loop)
{
    // One order for all loops, since those that stop together dispose of their objects in one.
    private static long _added;

    private readonly Lock _lock = new();
    private readonly SortedList<long, IBoundObject> _objects = [];
    private bool _isEnded;

    public int Count
    {
        get
        {
            lock (_lock)
                return _objects.Count;
        }
    }

    /// <exception cref="EventLoopStoppedException">The loop has disposed of all it had: whoever has made the object disposes of
    /// it.</exception>
    public void Add(IBoundObject bound)
    {
        lock (_lock)
        {
            if (_isEnded)
                throw new EventLoopStoppedException(loop.Name);
            _objects.Add(Interlocked.Increment(ref _added), bound);
        }
    }

    /// <summary>False where it is not there any more: the stop disposes of it, or has done so.</summary>
    public bool Remove(IBoundObject bound)
    {
        lock (_lock)
        {
            var index = _objects.IndexOfValue(bound);
            if (index >= 0)
                _objects.RemoveAt(index);
            return index >= 0;
        }
    }

    /// <summary>The place of the last one in the order of all loops; 0 where there is none.</summary>
    public long LastPlace
    {
        get
        {
            lock (_lock)
                return _objects.Count == 0 ? 0 : _objects.GetKeyAtIndex(_objects.Count - 1);
        }
    }

    public IBoundObject? TakeLast()
    {
        lock (_lock)
        {
            if (_objects.Count == 0)
                return null;
            var bound = _objects.GetValueAtIndex(_objects.Count - 1);
            _objects.RemoveAt(_objects.Count - 1);
            return bound;
        }
    }

    /// <summary>Puts back what <see cref="TakeLast"/> took, as the last.</summary>
    public void PutBack(IBoundObject bound)
    {
        lock (_lock)
            _objects.Add(Interlocked.Increment(ref _added), bound);
    }

    /// <summary>Takes no more, where there is none.</summary>
    public bool TryEnd()
    {
        lock (_lock)
            return _isEnded |= _objects.Count == 0;
    }

    /// <summary>Takes no more. What is left is given back, for a log to name.</summary>
    public IReadOnlyList<IBoundObject> End()
    {
        lock (_lock)
        {
            _isEnded = true;
            IReadOnlyList<IBoundObject> left = [.. _objects.Values];
            _objects.Clear();
            return left;
        }
    }
}
