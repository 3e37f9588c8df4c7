namespace Crochet.Tests;

/// <summary>Time that stands still until a test moves it; timers that fall due fire one after another, each at its own moment.</summary>
internal sealed class ManualTimeProvider(long frequency = TimeSpan.TicksPerSecond) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _origin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _now;

    public override long TimestampFrequency => frequency;

    /// <summary>Called once, before the next timer is set.</summary>
    public Action? NextTimerIsSet { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _origin + _now;
    }

    public override long GetTimestamp()
    {
        lock (_lock)
            return (long)(_now.Ticks * (Int128)frequency / TimeSpan.TicksPerSecond);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_lock)
            end = _now + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();
    }

    /// <summary>Somebody sets the machine's clock: no time passes.</summary>
    public void SetWallClock(DateTimeOffset to)
    {
        lock (_lock)
            _origin = to - _now;
    }

    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
            {
                _now = end > _now ? end : _now;
                return null;
            }
            _now = next.Due > _now ? next.Due : _now;
            if (!next.MoveToNextPeriod())
                _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        // As far as the system's own timers reach.
        private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

        private TimeSpan _period;
        private bool _isDisposed;

        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool MoveToNextPeriod()
        {
            Due += _period;
            return _period > TimeSpan.Zero;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, _longest);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(period, _longest);
            var next = time.NextTimerIsSet;
            time.NextTimerIsSet = null;
            next?.Invoke();
            bool isDueNow;
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (_isDisposed)
                    return false;
                _period = period;
                Due = time._now + dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan && (dueTime > TimeSpan.Zero || MoveToNextPeriod()))
                    time._timers.Add(this);
                isDueNow = dueTime == TimeSpan.Zero;
            }
            if (isDueNow)
                ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _isDisposed = true;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
