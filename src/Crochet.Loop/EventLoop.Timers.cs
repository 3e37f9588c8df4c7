using Crochet.Timing;

namespace Crochet;

// Timers, and the deadlines of awaited calls.
public sealed partial class EventLoop
{
    private readonly TimerWheel _deadlines = new();

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
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is more than zero.");
        ThrowIfStopped();
        var timer = new RepeatingCall(this, callback);
        timer.Change(now ? TimeSpan.Zero : period, period);
        return timer;
    }

    internal void SetTimer(TimerEntry entry, TimeSpan delay)
    {
        if (delay == Timeout.InfiniteTimeSpan)
            _timers.Clear(entry);
        else
            SetTimerAt(entry, SaturatingAdd(Clock.Now, delay.Ticks));
    }

    internal void SetTimerAt(TimerEntry entry, long due)
    {
        if (_timers.Set(entry, due) && !IsInLoopThread)
            Wake();
    }

    internal void ClearTimer(TimerEntry entry) => _timers.Clear(entry);

    internal void SetDeadline(LoopDeadline deadline, TimeSpan delay)
    {
        if (_deadlines.Set(deadline, SaturatingAdd(Clock.Now, delay.Ticks)) && !IsInLoopThread)
            Wake();
    }

    internal void ClearDeadline(LoopDeadline deadline) => _deadlines.Clear(deadline);

    /// <summary>Ends what is overdue; from any thread, since a loop that is held up must not hold up the timeouts of those who await it.</summary>
    internal void ExpireDeadlines(long now)
    {
        while (_deadlines.NextDue <= now)
        {
            if (_deadlines.TakeDue(now) is LoopDeadline deadline)
                deadline.Expire(this);
        }
    }

    internal long NextDeadline => _deadlines.NextDue;

    private long NextDue => Math.Min(_timers.NextDue, _deadlines.NextDue);

    private bool HasDueTimers() => NextDue is not TimerWheel.Never and var due && due <= Clock.Now;

    private void RunDueTimers()
    {
        if (NextDue == TimerWheel.Never)
            return;
        var now = Clock.Now;
        ExpireDeadlines(now);
        var began = _turn.Now;
        for (var i = 0; i < TimersPerRound && _turn.Now == began && _timers.NextDue <= now && !Volatile.Read(ref _closed); i++)
        {
            if (_timers.TakeDue(now, out var due) is not { } timer)
                continue;
            (timer as LoopTimer)?.SetNext(due, now);
            RunTurn(timer);
        }
    }

    // How long the thread may sleep: -1 for ever, 0 not at all. A provider that is moved by hand, or that an adopted loop's thread cannot wait on, has a timer
    // of its own set to wake the loop.
    private int ArmForNextTimer()
    {
        var due = NextDue;
        if (due == TimerWheel.Never)
            return Timeout.Infinite;
        if (!Clock.IsSystem || _host is not null)
            return SetWakeUp(due) ? Timeout.Infinite : 0;
        var left = due - Clock.Now;
        return left <= 0 ? 0 : (int)Math.Min((left + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, int.MaxValue);
    }

    // False when it is due already. Time may move between the reading and the setting: where a hand moved it, it stands still the next time;
    // where it passes by itself, a little is always gone.
    private bool SetWakeUp(long due)
    {
        long moved;
        var tries = 0;
        do
        {
            var now = Clock.Now;
            if (due <= now)
                return false;
            _watch.WakeAfter(TimeSpan.FromTicks(due - now));
            moved = Clock.Now - now;
        }
        while (moved > TimeSpan.TicksPerMillisecond || (moved > 0 && ++tries < 3));
        return true;
    }

    // At the latest in 14,000 years, so that the sum of two times never overflows.
    internal static long SaturatingAdd(long ticks, long delay) => delay > TimerWheel.Never / 2 - ticks ? TimerWheel.Never / 2 : ticks + delay;
}
