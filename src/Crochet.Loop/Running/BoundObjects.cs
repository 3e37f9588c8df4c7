namespace Crochet.Running;

/// <summary>The objects that a loop's stop disposes of, in the order in which they were added; from any thread.</summary>
internal sealed class BoundObjects(EventLoop loop)
{
    // One order for all loops, since those that stop together dispose of their objects in one.
    private static long _added;

    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _objects = [];
    // Finds the entry of an object that goes before the stop: a loop may have thousands of open streams.
    private readonly Dictionary<IBoundObject, LinkedListNode<Entry>> _entries = new(ReferenceEqualityComparer.Instance);
    private bool _isEnded;

    public int Count
    {
        get
        {
            lock (_lock)
                return _objects.Count;
        }
    }

    /// <returns>The object's place in the order of all loops.</returns>
    /// <exception cref="EventLoopStoppedException">The loop has disposed of all it had: whoever has made the object disposes of
    /// it.</exception>
    public long Add(IBoundObject bound)
    {
        lock (_lock)
        {
            if (_isEnded)
                throw new EventLoopStoppedException(loop.Name);
            return AddLast(bound);
        }
    }

    /// <summary>False where it is not there any more: the stop disposes of it, or has done so.</summary>
    public bool Remove(IBoundObject bound)
    {
        lock (_lock)
        {
            if (!_entries.Remove(bound, out var entry))
                return false;
            _objects.Remove(entry);
            return true;
        }
    }

    /// <summary>The place of the last one in the order of all loops; 0 where there is none.</summary>
    public long LastPlace
    {
        get
        {
            lock (_lock)
                return _objects.Last?.Value.Place ?? 0;
        }
    }

    public IBoundObject? TakeLast()
    {
        lock (_lock)
        {
            if (_objects.Last is not { Value.Bound: var bound })
                return null;
            _objects.RemoveLast();
            _entries.Remove(bound);
            return bound;
        }
    }

    /// <summary>Puts back what <see cref="TakeLast"/> took, as the last.</summary>
    public void PutBack(IBoundObject bound)
    {
        lock (_lock)
            AddLast(bound);
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
            IReadOnlyList<IBoundObject> left = [.. _objects.Select(static entry => entry.Bound)];
            _objects.Clear();
            _entries.Clear();
            return left;
        }
    }

    // Under the lock.
    private long AddLast(IBoundObject bound)
    {
        var place = Interlocked.Increment(ref _added);
        _entries.Add(bound, _objects.AddLast(new Entry(place, bound)));
        return place;
    }

    private readonly record struct Entry(long Place, IBoundObject Bound);
}
