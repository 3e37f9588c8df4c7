using Crochet.Timing;

namespace Crochet;

// Timers.
public sealed partial class EventLoop
{
    /// <summary>Calls <paramref name="callback"/> once, on the loop thread, when <paramref name="delay"/> has passed. Dispose the timer to call it off.</summary>
    /// <param name="delay">0 or more; <see cref="Timeout.InfiniteTimeSpan"/> sets nothing until the timer's Change does.</param>
    /// <param name="callback">What to call. What it throws is reported.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public ITimer CallLater(TimeSpan delay, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        LoopTimer.ValidateDelay(delay, nameof(delay));
        ThrowIfStopped();
        var timer = new PostedTimer(this, callback);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>
    /// Calls <paramref name="callback"/> on the loop thread every <paramref name="period"/>, and never while the task of the call before is pending: calls
    /// that fall into that time are left out. What it throws, or its task fails with, is reported, and the next call still comes. Dispose the timer to end it.
    /// </summary>
    /// <param name="period">From one call's beginning to the next one's; more than 0.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="now">Whether the first call comes at once, or after the first period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is not more than 0.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public ITimer CallEvery(TimeSpan period, Func<Task> callback, bool now = true)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (period <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period must be more than zero.");
        ThrowIfStopped();
        var timer = new RepeatingCall(this, callback);
        timer.Change(now ? TimeSpan.Zero : period, period);
        return timer;
    }

    internal LoopTimers Timers { get; }

    internal void SetTimerAt(TimerEntry entry, long due) => Timers.SetAt(entry, due);

    internal void ClearTimer(TimerEntry entry) => Timers.Clear(entry);

    internal void SetDeadline(LoopDeadline deadline, TimeSpan delay) => Timers.SetDeadline(deadline, delay);

    internal void ClearDeadline(LoopDeadline deadline) => Timers.ClearDeadline(deadline);

    internal static long SaturatingAdd(long ticks, long delay) => LoopClock.Add(ticks, delay);
}
