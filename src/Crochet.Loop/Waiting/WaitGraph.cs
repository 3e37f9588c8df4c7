namespace Crochet.Waiting;

/// <summary>
/// Which loop's thread waits for which other loops at this moment. An edge is there while its thread is blocked, and counts only while the
/// result that it waits for has not ended. Edges are added and rings looked for under one lock, so that of two waits which close a ring
/// together the second sees the first.
/// </summary>
internal static class WaitGraph
{
    private static readonly Lock _lock = new();
    private static readonly Dictionary<EventLoop, Wait> _waits = [];

    /// <summary>Adds a wait for these results, for as long as the value is not disposed of.</summary>
    /// <exception cref="EventLoopDeadlockException">One of them would close a ring.</exception>
    public static Edge Enter(EventLoop from, IReadOnlyList<EventualResult> results)
    {
        lock (_lock)
        {
            foreach (var result in results)
            {
                if (!result.IsCompleted && FindRing(from, result.Loop!) is { } ring)
                    throw EventLoopDeadlockException.InRing(result.GetName(), ring);
            }

            _waits.TryGetValue(from, out var outer);
            _waits[from] = new Wait(results, outer);
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
                return _waits.Count == 0 ? []
                    : [.. _waits.SelectMany(static wait => wait.Value.Left.Select(result => LoopWait.Of(wait.Key, result)))];
            }
        }
    }

    // The names from one loop to the other and back, in waiting order.
    private static List<string>? FindRing(EventLoop from, EventLoop to)
    {
        var names = new List<string> { from.Name };
        return IsOnWay(to, from, [], names) ? names : null;
    }

    private static bool IsOnWay(EventLoop loop, EventLoop goal, HashSet<EventLoop> visited, List<string> names)
    {
        if (!visited.Add(loop))
            return false;
        names.Add(loop.Name);
        if (ReferenceEquals(loop, goal))
            return true;
        if (_waits.TryGetValue(loop, out var wait))
        {
            foreach (var result in wait.Left)
            {
                if (IsOnWay(result.Loop!, goal, visited, names))
                    return true;
            }
        }

        names.RemoveAt(names.Count - 1);
        return false;
    }

    /// <summary>A wait in the graph, which ends with this value's disposal. The default value is none.</summary>
    public readonly struct Edge(EventLoop? from, Wait? outer) : IDisposable
    {
        public void Dispose()
        {
            if (from is null)
                return;
            lock (_lock)
            {
                if (outer is null)
                    _waits.Remove(from);
                else
                    _waits[from] = outer;
            }
        }
    }

    /// <summary>What one loop's thread waits for; where it pumps messages meanwhile, maybe inside another wait.</summary>
    public sealed class Wait(IReadOnlyList<EventualResult> results, Wait? outer)
    {
        public IEnumerable<EventualResult> Left
        {
            get
            {
                foreach (var result in results)
                {
                    if (!result.IsCompleted)
                        yield return result;
                }

                foreach (var result in outer?.Left ?? [])
                    yield return result;
            }
        }
    }
}
