namespace Crochet.Benchmarks.Measuring;

/// <summary>Time that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _timers = [];
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + new TimeSpan(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on, and runs, on this thread, each timer that has become due once.</summary>
    public void Advance(TimeSpan by)
    {
        Timer[] due;
        lock (_lock)
        {
            _elapsed += by;
            due = [.. _timers.Where(timer => timer.Due <= _elapsed).OrderBy(timer => timer.Due)];
            foreach (var timer in due)
                timer.Next(_elapsed);
        }
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                Due = time._elapsed + dueTime;
                return dueTime == Timeout.InfiniteTimeSpan ? time._timers.Remove(this) : time._timers.Add(this) || true;
            }
        }

        public void Next(TimeSpan now)
        {
            if (_period > TimeSpan.Zero)
                Due = now + _period;
            else
                time._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
