namespace Crochet.Timing;

/// <summary>
/// What a loop has set for later: timers, whose callbacks are turns, and deadlines, which end something and need no turn. Any thread may
/// set and clear; the loop thread alone takes timers out.
/// </summary>
/// <param name="clock">The loop's time.</param>
/// <param name="onSooner">Called when something was set that is due before everything else: a sleeping loop has to look again.</param>
internal sealed class LoopTimers(LoopClock clock, Action onSooner)
{
    private readonly TimerWheel _timers = new();
    private readonly TimerWheel _deadlines = new();

    /// <summary>Timers and deadlines that are set.</summary>
    public int Count => _timers.Count + _deadlines.Count;

    /// <summary>No timer is due before this; <see cref="TimerWheel.Never"/> where none is set.</summary>
    public long NextTimer => _timers.NextDue;

    /// <summary>No deadline is due before this; <see cref="TimerWheel.Never"/> where none is set.</summary>
    public long NextDeadline => _deadlines.NextDue;

    /// <summary>Nothing is due before this; <see cref="TimerWheel.Never"/> where nothing is set.</summary>
    public long NextDue => Math.Min(NextTimer, NextDeadline);

    /// <summary>When the next timer is due, exactly.</summary>
    public long FindNextTimer() => _timers.FindNextDue();

    /// <summary>When the next deadline is due, exactly.</summary>
    public long FindNextDeadline() => _deadlines.FindNextDue();

    /// <summary>Whether the loop thread has something to do here now.</summary>
    public bool IsAnyDue => NextDue is not TimerWheel.Never and var due && due <= clock.Now;

    /// <summary>
    /// Sets a timer, or sets it anew; <see cref="Timeout.InfiniteTimeSpan"/> clears it. False where it is closed, or the loop's timers have
    /// ended.
    /// </summary>
    public bool TrySet(TimerEntry timer, TimeSpan delay, TimeSpan period)
    {
        var due = delay == Timeout.InfiniteTimeSpan ? TimerWheel.Never : LoopClock.Add(clock.Now, delay.Ticks);
        if (!_timers.TrySet(timer, due, Math.Max(0, period.Ticks), out var isNext))
            return false;
        if (isNext)
            onSooner();
        return true;
    }

    /// <summary>Sets a timer to a time of the loop's clock.</summary>
    public void SetAt(TimerEntry timer, long due)
    {
        if (_timers.Set(timer, due))
            onSooner();
    }

    public void Clear(TimerEntry timer) => _timers.Clear(timer);

    /// <summary>Clears a timer for good.</summary>
    public void Close(TimerEntry timer) => _timers.Close(timer);

    public void SetDeadline(LoopDeadline deadline, TimeSpan delay)
    {
        if (_deadlines.Set(deadline, LoopClock.Add(clock.Now, delay.Ticks)))
            onSooner();
    }

    public void ClearDeadline(LoopDeadline deadline) => _deadlines.Clear(deadline);

    /// <summary>
    /// Takes the first timer that is due, which has then been set to its next time where it has a period. Null where none is due, or only
    /// on a second look.
    /// </summary>
    public TimerEntry? TakeDue(long now) => _timers.TakeDue(now);

    /// <summary>Takes the first deadline that is overdue; null where none is, or only on a second look.</summary>
    public LoopDeadline? TakeDeadline(long now) => _deadlines.TakeDue(now) as LoopDeadline;

    /// <summary>
    /// The loop runs no timer any more; from any thread. Those that somebody outside the loop may wait for go on elsewhere.
    /// </summary>
    public void End()
    {
        foreach (var (timer, due) in _timers.End())
            (timer as LoopTimer)?.OnLoopEnded(TimeSpan.FromTicks(Math.Max(0, due - clock.Now)));
    }

    /// <summary>
    /// Ends what is overdue; from any thread, since a loop that is held up must not hold up the timeouts of those who await it.
    /// </summary>
    public void ExpireDeadlines(EventLoop loop, long now)
    {
        while (_deadlines.NextDue <= now)
        {
            if (TakeDeadline(now) is { } deadline)
                deadline.Expire(loop);
        }
    }
}
