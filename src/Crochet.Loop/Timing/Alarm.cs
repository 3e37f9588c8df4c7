namespace Crochet.Timing;

/// <summary>
/// Calls back once, at a given time, on another thread than the loop's: the watch thread, or the thread of the time provider's timers.
/// </summary>
internal abstract class Alarm
{
    /// <summary>Sets it, or sets it anew.</summary>
    public abstract void Set(TimeSpan delay);

    /// <summary>Stops it until it is set again.</summary>
    public abstract void Clear();

    public static Alarm Create(TimeProvider provider, Action callback) =>
        ReferenceEquals(provider, TimeProvider.System) ? new ThreadAlarm(callback) : new ProviderAlarm(provider, callback);

    private sealed class ThreadAlarm(Action callback) : Alarm
    {
        private readonly WatchThread.Entry _entry = new(callback);

        public override void Set(TimeSpan delay) => WatchThread.Set(_entry, delay);

        public override void Clear() => WatchThread.Clear(_entry);
    }

    private sealed class ProviderAlarm(TimeProvider provider, Action callback) : Alarm
    {
        private readonly Lock _lock = new();
        private ITimer? _timer;

        public override void Set(TimeSpan delay)
        {
            lock (_lock)
            {
                _timer ??= provider.CreateTimer(static state => ((Action)state!)(), callback, Timeout.InfiniteTimeSpan,
                    Timeout.InfiniteTimeSpan);
                _timer.Change(delay, Timeout.InfiniteTimeSpan);
            }
        }

        public override void Clear()
        {
            lock (_lock)
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
