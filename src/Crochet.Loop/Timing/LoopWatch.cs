namespace Crochet.Timing;

/// <summary>
/// Looks after a loop from outside its thread: wakes it for its next timer where its own thread cannot wait for that, expires deadlines while a turn holds
/// it up, and says so when one goes on for too long. Looks only while the loop is awake; a sleeping loop costs nothing.
/// </summary>
internal sealed class LoopWatch
{
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _longestSleep = TimeSpan.FromDays(1);

    private readonly EventLoop _loop;
    private readonly Alarm _wake;
    private readonly Alarm _look;
    private readonly TimeSpan _interval;
    private int _isLooking;

    public LoopWatch(EventLoop loop, TimeProvider provider, TimeSpan slowTurnThreshold)
    {
        _loop = loop;
        _wake = Alarm.Create(provider, loop.Wake);
        _look = Alarm.Create(provider, Look);
        _interval = slowTurnThreshold == Timeout.InfiniteTimeSpan ? _longestInterval : slowTurnThreshold / 2;
        _interval = _interval < _shortestInterval ? _shortestInterval : _interval > _longestInterval ? _longestInterval : _interval;
    }

    /// <summary>Or sooner: no timer reaches as far as a loop's own can, and the loop sets it again when it has woken for nothing.</summary>
    public void WakeAfter(TimeSpan delay) => _wake.Set(delay < _longestSleep ? delay : _longestSleep);

    /// <summary>Loop thread, each time it has woken.</summary>
    public void OnAwake()
    {
        // Pairs with Look, which lowers the flag and then looks again whether the loop sleeps: its thread has left its sleep by an exchange.
        if (Volatile.Read(ref _isLooking) == 0 && Interlocked.Exchange(ref _isLooking, 1) == 0)
            _look.Set(_interval);
    }

    /// <summary>The loop has stopped: nothing refers to it from here on.</summary>
    public void End()
    {
        _wake.Clear();
        _look.Clear();
    }

    private void Look()
    {
        if (_loop.State == EventLoopState.Stopped)
            return;
        if (_loop.IsAsleep)
        {
            Interlocked.Exchange(ref _isLooking, 0);
            if (_loop.IsAsleep || Interlocked.Exchange(ref _isLooking, 1) != 0)
                return;
        }

        var now = _loop.Clock.Now;
        _loop.Timers.ExpireDeadlines(_loop, now);
        _loop.InspectTurn();
        var next = _interval;
        var deadline = _loop.Timers.NextDeadline;
        if (deadline != TimerWheel.Never && deadline - now < next.Ticks)
            next = TimeSpan.FromTicks(Math.Max(deadline - now, _shortestInterval.Ticks));
        _look.Set(next);
        // Pairs with End, which comes after the state: one of the two sees the other.
        if (_loop.State == EventLoopState.Stopped)
            _look.Clear();
    }
}
