using Crochet.Diagnostics;

namespace Crochet.Testing.Time;

/// <summary>A timer that was made on the test's time itself, not on the loop's.</summary>
internal sealed class TestTimer(TestTime time, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private bool _isDisposed;

    /// <summary>A timestamp; <see cref="TestTime.Never"/> when it is not set. Guarded by the time's lock, like the others.</summary>
    public long Due { get; set; } = TestTime.Never;

    /// <summary>In ticks; 0 where it comes once.</summary>
    public long Period { get; set; }

    /// <summary>Tells one setting from the next.</summary>
    public long Setting { get; set; }

    public string Name => MethodName.Of(callback);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        if (_isDisposed)
            return false;
        time.Set(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Call()
    {
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, static timer => ((TestTimer)timer!).CallHere(), this);
    }

    private void CallHere() => callback(state);

    private static void Validate(TimeSpan time, string parameter)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(parameter, time, "A timer's time must be zero or more, or Timeout.InfiniteTimeSpan.");
    }
}
