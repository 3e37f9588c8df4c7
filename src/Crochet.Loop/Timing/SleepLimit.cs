namespace Crochet.Timing;

/// <summary>How long a loop thread may sleep, so that it wakes for what is due next.</summary>
/// <param name="clock">The loop's time.</param>
/// <param name="watch">Wakes the loop where its own thread cannot wait for the time: a provider that is moved by hand, a thread that
/// another framework owns.</param>
/// <param name="canWait">Whether the thread is the loop's own to let sleep.</param>
internal sealed class SleepLimit(LoopClock clock, LoopWatch watch, bool canWait)
{
    /// <summary>In milliseconds: -1 for ever, 0 not at all. The thread sleeps next unless it is 0.</summary>
    public int Until(long due)
    {
        var limit = LimitOf(due);
        if (limit != 0)
            watch.OnAsleep();
        return limit;
    }

    private int LimitOf(long due)
    {
        if (due == TimerWheel.Never)
            return Timeout.Infinite;
        if (!clock.IsSystem || !canWait)
            return SetWakeUp(due) ? Timeout.Infinite : 0;
        var left = due - clock.Now;
        return left <= 0 ? 0 : (int)Math.Min((left + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, int.MaxValue);
    }

    // False when it is due already. Time may move between the reading and the setting: where a hand moved it, it stands still the next
    // time; where it passes by itself, a little is always gone.
    private bool SetWakeUp(long due)
    {
        long moved;
        var tries = 0;
        do
        {
            var now = clock.Now;
            if (due <= now)
                return false;
            watch.WakeAfter(TimeSpan.FromTicks(due - now));
            moved = clock.Now - now;
        }
        while (moved > TimeSpan.TicksPerMillisecond || (moved > 0 && ++tries < 3));
        return true;
    }
}
