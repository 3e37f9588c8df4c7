namespace Crochet.Objects;

/// <summary>The thread-bound objects of a container, for whoever looks at them. It keeps none of them alive.</summary>
internal sealed class BoundObjectList
{
    private const int FewestToClean = 64;

    private readonly Lock _lock = new();
    private readonly List<WeakReference<BoundObject>> _objects = [];
    private int _countToClean = FewestToClean;

    /// <summary>How many it looks through, some that are gone among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _objects.Count;
        }
    }

    public void Add(IEnumerable<BoundObject> objects)
    {
        lock (_lock)
        {
            foreach (var added in objects)
                _objects.Add(new(added));
            if (_objects.Count < _countToClean)
                return;
            _objects.RemoveAll(static entry => !entry.TryGetTarget(out var bound) || bound.GetSnapshot() is null);
            _countToClean = Math.Max(FewestToClean, _objects.Count * 2);
        }
    }

    /// <summary>Those that have not been disposed of, in the order in which their proxies were made.</summary>
    public IReadOnlyList<BoundObjectSnapshot> GetSnapshots() =>
        [.. GetObjects().Select(static bound => bound.GetSnapshot()).OfType<BoundObjectSnapshot>()];

    /// <summary>Those that somebody still holds.</summary>
    public IReadOnlyList<BoundObject> GetObjects()
    {
        WeakReference<BoundObject>[] entries;
        lock (_lock)
            entries = [.. _objects];
        return [.. entries.Select(static entry => entry.TryGetTarget(out var bound) ? bound : null).OfType<BoundObject>()];
    }
}
