namespace Crochet.Waiting;

/// <summary>
/// Which loop's thread waits for which other loop at this moment. An edge is there while its thread is blocked, and counts only while the result that it
/// waits for has not ended. Edges are added and rings looked for under one lock, so that of two waits which close a ring together the second sees the first.
/// </summary>
internal static class WaitGraph
{
    private static readonly Lock _lock = new();
    private static readonly Dictionary<EventLoop, EventualResult> _waits = [];

    /// <summary>Adds the edge, for as long as the value is not disposed of.</summary>
    /// <exception cref="EventLoopDeadlockException">The edge would close a ring.</exception>
    public static Edge Enter(EventLoop from, EventualResult result)
    {
        lock (_lock)
        {
            if (!result.IsCompleted && FindRing(from, result.Loop!) is { } ring)
                throw EventLoopDeadlockException.InRing(result.GetName(), ring);
            _waits.TryGetValue(from, out var outer);
            _waits[from] = result;
            return new Edge(from, outer);
        }
    }

    /// <summary>The edges at this moment.</summary>
    public static IReadOnlyList<LoopWait> Current
    {
        get
        {
            lock (_lock)
            {
                return _waits.Count == 0 ? [] : [.. _waits
                    .Where(static wait => Next(wait.Key) is not null)
                    .Select(static wait => LoopWait.Of(wait.Key, wait.Value))];
            }
        }
    }

    private static List<string>? FindRing(EventLoop from, EventLoop to)
    {
        var names = new List<string> { from.Name };
        var visited = new HashSet<EventLoop>();
        for (var loop = to; loop is not null && visited.Add(loop); loop = Next(loop))
        {
            names.Add(loop.Name);
            if (ReferenceEquals(loop, from))
                return names;
        }

        return null;
    }

    private static EventLoop? Next(EventLoop loop) =>
        _waits.TryGetValue(loop, out var result) && !result.IsCompleted ? result.Loop : null;

    public readonly struct Edge(EventLoop from, EventualResult? outer) : IDisposable
    {
        public void Dispose()
        {
            lock (_lock)
            {
                if (outer is null)
                    _waits.Remove(from);
                else
                    _waits[from] = outer;
            }
        }
    }
}
