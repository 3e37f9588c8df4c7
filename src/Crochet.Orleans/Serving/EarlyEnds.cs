using System.Collections.Concurrent;

namespace Crochet.Serving;

/// <summary>Calls and streams that their callers gave up before they came; or after they ended, which nobody here can tell apart.</summary>
internal sealed class EarlyEnds
{
    private readonly ConcurrentDictionary<CallKey, long> _marks = new();

    public void Mark(CallKey key) => _marks[key] = Environment.TickCount64;

    /// <summary>Whether this one was given up.</summary>
    public bool TryTake(CallKey key) => _marks.TryRemove(key, out _);

    public void Forget(long markedBefore)
    {
        foreach (var (key, at) in _marks)
        {
            if (at < markedBefore)
                _marks.TryRemove(key, out _);
        }
    }
}
