using System.Diagnostics;

namespace Crochet.Timing;

/// <summary>
/// A loop's time, read from its <see cref="TimeProvider"/>: exact ticks (100 ns) for timers, and milliseconds for the ages of calls. The
/// system's own milliseconds are four times cheaper to read than its timestamp.
/// </summary>
internal sealed class LoopClock(TimeProvider provider)
{
    private static readonly long _perTick = Math.Max(1, Stopwatch.Frequency / TimeSpan.TicksPerSecond);
    private static readonly bool _isWhole = _perTick * TimeSpan.TicksPerSecond == Stopwatch.Frequency;
    private readonly long _origin = provider.GetTimestamp();

    public TimeProvider Provider { get; } = provider;

    public bool IsSystem { get; } = ReferenceEquals(provider, TimeProvider.System);

    /// <summary>Ticks since the loop was made.</summary>
    public long Now => IsSystem && _isWhole ? (Stopwatch.GetTimestamp() - _origin) / _perTick : Provider.GetElapsedTime(_origin).Ticks;

    public long TotalMilliseconds => IsSystem ? Environment.TickCount64 : Now / TimeSpan.TicksPerMillisecond;

    /// <summary>The same in half the space, for what passes within 49 days: the time in the queue, and the turn.</summary>
    public uint Milliseconds => (uint)TotalMilliseconds;

    public static TimeSpan Between(uint from, uint to)
    {
        // A reading taken by another thread can be a little older than the one it is compared with.
        var milliseconds = (int)(to - from);
        return milliseconds < 0 && milliseconds > -1000 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(to - from);
    }

    /// <summary>At the latest in 14,000 years, so that the sum of two times never overflows.</summary>
    public static long Add(long ticks, long delay) => delay > TimerWheel.Never / 2 - ticks ? TimerWheel.Never / 2 : ticks + delay;

    public static TimeSpan Between(long from, long to) => TimeSpan.FromMilliseconds(Math.Max(0, to - from));
}
