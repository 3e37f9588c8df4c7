namespace Crochet.Timing;

/// <summary>How far the waits and timers of the system reach: not quite 25 days.</summary>
internal static class TimerReach
{
    private static readonly TimeSpan _farthest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The time, or, where no timer reaches it, for ever.</summary>
    public static TimeSpan Limit(TimeSpan time) => time > _farthest ? Timeout.InfiniteTimeSpan : time;
}
