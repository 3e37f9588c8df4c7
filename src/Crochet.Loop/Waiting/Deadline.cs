using System.Diagnostics;

namespace Crochet.Waiting;

/// <summary>When a blocking wait ends for want of a result; in real time, whatever the loop's time is.</summary>
internal readonly struct Deadline
{
    private readonly long _end;

    public Deadline(TimeSpan timeout)
    {
        Timeout = timeout;
        _end = timeout == System.Threading.Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Stopwatch.GetTimestamp() + (long)Math.Min(timeout.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 2);
    }

    public TimeSpan Timeout { get; }

    /// <summary>The same for another wait, however long it is.</summary>
    public TimeSpan Remaining =>
        RemainingMilliseconds is var left && left < 0 ? System.Threading.Timeout.InfiniteTimeSpan
        : left < int.MaxValue ? TimeSpan.FromMilliseconds(left)
        : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _end);

    /// <summary>For a wait that blocks: 0 at the end, -1 for no end, and never rounded down to a wait that ends too early.</summary>
    public int RemainingMilliseconds
    {
        get
        {
            if (_end == long.MaxValue)
                return -1;
            var left = _end - Stopwatch.GetTimestamp();
            return left <= 0 ? 0 : (int)Math.Min(left / (Stopwatch.Frequency / 1000) + 1, int.MaxValue);
        }
    }

    public static void Validate(TimeSpan timeout, string parameter)
    {
        if (timeout < TimeSpan.Zero && timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                parameter, timeout, "A timeout must be zero or more, or Timeout.InfiniteTimeSpan to wait for ever.");
        }
    }
}
