using Microsoft.Extensions.Time.Testing;

namespace Crochet.Testing.Time;

/// <summary>
/// Time that stands still until it is moved. It keeps the timers that are made on it, of which its base does not tell when they are due,
/// and calls none by itself.
/// </summary>
internal sealed class TestTime : FakeTimeProvider
{
    public const long Never = long.MaxValue;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TestTimer, (long Due, long Setting)> _timers = new();
    private long _settings;

    public TestTime()
    {
    }

    public TestTime(DateTimeOffset start)
        : base(start)
    {
    }

    /// <summary>When the next timer is due, as a timestamp; <see cref="Never"/> where none is set.</summary>
    public long NextDue
    {
        get
        {
            lock (_lock)
                return DiscardCleared() ? _timers.Peek().Due : Never;
        }
    }

    /// <summary>The latest that time can come to.</summary>
    public TimeSpan Left => DateTimeOffset.MaxValue - GetUtcNow();

    /// <summary>A timer whose callback the driver of the loop calls.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Takes the first timer that is due, which is then set to its next time where it has a period; null where there is none.
    /// </summary>
    public TestTimer? TakeDue()
    {
        lock (_lock)
        {
            var now = GetTimestamp();
            if (!DiscardCleared() || _timers.Peek() is not { } timer || timer.Due > now)
                return null;
            Enqueue(timer, timer.Period > 0 ? timer.Due + timer.Period : Never);
            return timer;
        }
    }

    public void Set(TestTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            timer.Period = Math.Max(0, period.Ticks);
            Enqueue(timer, dueTime == Timeout.InfiniteTimeSpan ? Never : Add(GetTimestamp(), dueTime.Ticks));
        }
    }

    public static long Add(long timestamp, long ticks) => timestamp > Never / 2 - ticks ? Never / 2 : timestamp + ticks;

    private void Enqueue(TestTimer timer, long due)
    {
        timer.Due = due;
        timer.Setting = ++_settings;
        if (due != Never)
            _timers.Enqueue(timer, (due, timer.Setting));
    }

    // What was cleared or set anew stays until it comes to the top.
    private bool DiscardCleared()
    {
        while (_timers.TryPeek(out var timer, out var key))
        {
            if (timer.Due == key.Due && timer.Setting == key.Setting)
                return true;
            _timers.Dequeue();
        }

        return false;
    }
}
