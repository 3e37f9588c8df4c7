namespace Crochet.Timing;

/// <summary>
/// Looks after a loop from outside its thread: wakes it for its next timer where its own thread cannot wait for that, expires deadlines
/// while a turn holds it up, by the loop's time, and says so when a turn goes on for too long, by real time.
/// </summary>
internal sealed class LoopWatch
{
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _longestSleep = TimeSpan.FromDays(1);

    private readonly EventLoop _loop;
    private readonly Alarm _wake;
    private readonly Lookout _deadlines;

    // Null where the loop's time is real time: then one look does both.
    private readonly Lookout? _turns;
    private int _isAsleep = 1;

    public LoopWatch(EventLoop loop, TimeProvider provider, TimeSpan slowTurnThreshold)
    {
        _loop = loop;
        _wake = Alarm.Create(provider, loop.Wake);
        var interval = slowTurnThreshold == Timeout.InfiniteTimeSpan ? _longestInterval : slowTurnThreshold / 2;
        interval = interval < _shortestInterval ? _shortestInterval : interval > _longestInterval ? _longestInterval : interval;
        _deadlines = new Lookout(provider, interval, MayRest, LookAtDeadlines);
        if (!ReferenceEquals(provider, loop.SlowTurns.Time))
            _turns = new Lookout(loop.SlowTurns.Time, interval, MayRest, LookAtTurn);
    }

    /// <summary>Or sooner: no timer reaches as far as a loop's own can, and the loop sets it again when it has woken for nothing.</summary>
    public void WakeAfter(TimeSpan delay) => _wake.Set(delay < _longestSleep ? delay : _longestSleep);

    /// <summary>Loop thread, each time before it sleeps: until it has woken, nothing can hold it.</summary>
    public void OnAsleep() => Volatile.Write(ref _isAsleep, 1);

    /// <summary>Loop thread, each time it has woken, for whatever reason.</summary>
    public void OnAwake()
    {
        // An exchange, so that this side sees a lookout that rests, or the lookout sees that it may not.
        Interlocked.Exchange(ref _isAsleep, 0);
        _deadlines.Begin();
        _turns?.Begin();
    }

    /// <summary>The loop has stopped: nothing refers to it from here on.</summary>
    public void End()
    {
        _wake.Clear();
        _deadlines.End();
        _turns?.End();
    }

    // Pairs with End, which comes after the state. A look in between sets its alarm once more, and rests then.
    private bool MayRest() => Volatile.Read(ref _isAsleep) != 0 || _loop.State == EventLoopState.Stopped;

    private TimeSpan LookAtDeadlines(TimeSpan interval)
    {
        var now = _loop.Clock.Now;
        _loop.Timers.ExpireDeadlines(_loop, now);
        if (_turns is null)
            _loop.SlowTurns.Inspect(in _loop.Turn);
        var deadline = _loop.Timers.NextDeadline;
        return deadline != TimerWheel.Never && deadline - now < interval.Ticks
            ? TimeSpan.FromTicks(Math.Max(deadline - now, _shortestInterval.Ticks))
            : interval;
    }

    private TimeSpan LookAtTurn(TimeSpan interval)
    {
        _loop.SlowTurns.Inspect(in _loop.Turn);
        return interval;
    }
}
