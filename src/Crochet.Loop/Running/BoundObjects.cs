namespace Crochet.Running;

/// <summary>The objects that live in a loop, in the order in which their making ended.</summary>
internal sealed class BoundObjects
{
    private static long _made;

    private readonly List<(long Number, IBoundObject Bound)> _objects = [];

    /// <summary>The newest, with its number among those of all loops; null where none is left.</summary>
    public (long Number, IBoundObject Bound)? Newest
    {
        get
        {
            lock (_objects)
                return _objects.Count == 0 ? null : _objects[^1];
        }
    }

    public void Add(IBoundObject bound)
    {
        lock (_objects)
            _objects.Add((Interlocked.Increment(ref _made), bound));
    }

    public void Remove(IBoundObject bound)
    {
        lock (_objects)
            _objects.RemoveAll(entry => ReferenceEquals(entry.Bound, bound));
    }
}
