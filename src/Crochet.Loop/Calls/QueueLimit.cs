using Crochet.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Crochet.Calls;

/// <summary>
/// How many calls may be queued at once. Exact: a place is taken before a call is queued, and given back when its turn begins or it is
/// withdrawn.
/// </summary>
internal sealed class QueueLimit(string loop, int limit, ILogger logger)
{
    private const long QuietMilliseconds = 1_000;

    private int _queued;
    private long _refused;
    private long _logged;
    private long _logAgainAt = long.MinValue;

    /// <summary>How many calls have been refused.</summary>
    public long RefusedCount => Volatile.Read(ref _refused);

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryEnter()
    {
        var queued = Volatile.Read(ref _queued);
        while (queued < limit)
        {
            var seen = Interlocked.CompareExchange(ref _queued, queued + 1, queued);
            if (seen == queued)
                return true;
            queued = seen;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _queued);

    /// <summary>Counts a call that got no place, and logs it with those before it, once a second at most.</summary>
    public EventLoopOverloadedException Refuse(string call)
    {
        var refused = Interlocked.Increment(ref _refused);
        var now = Environment.TickCount64;
        var logAgainAt = Volatile.Read(ref _logAgainAt);
        if (now >= logAgainAt && Interlocked.CompareExchange(ref _logAgainAt, now + QuietMilliseconds, logAgainAt) == logAgainAt)
            LoopLog.Overloaded(logger, loop, refused - Interlocked.Exchange(ref _logged, refused), limit, call);
        return new EventLoopOverloadedException(loop, call, limit);
    }
}
