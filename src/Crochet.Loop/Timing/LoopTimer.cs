namespace Crochet.Timing;

/// <summary>A timer of a loop: its callback is a turn of its own, in the ExecutionContext that the timer was made in.</summary>
internal abstract class LoopTimer(EventLoop loop) : TimerEntry, ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private long _period;
    private volatile bool _disposed;

    protected EventLoop Loop { get; } = loop;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ValidateDelay(dueTime, nameof(dueTime));
        ValidateDelay(period, nameof(period));
        if (_disposed)
            return false;
        Volatile.Write(ref _period, Math.Max(0, period.Ticks));
        Loop.Timers.Set(this, dueTime);
        // Pairs with Dispose, which marks before it clears: one of the two sees the other.
        if (_disposed)
            Loop.Timers.Clear(this);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        Loop.Timers.Clear(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override void Execute(EventLoop loop)
    {
        if (_disposed)
            return;
        loop.Turns.EnterContext(_context);
        Fire();
    }

    /// <summary>After it was taken as due: sets a periodic timer to its next time on the grid of its first, leaving out those that were missed.</summary>
    internal void SetNext(long due, long now)
    {
        var period = Volatile.Read(ref _period);
        if (period == 0 || _disposed)
            return;
        Loop.Timers.SetAt(this, LoopClock.Add(due, period * ((now - due) / period + 1)));
        if (_disposed)
            Loop.Timers.Clear(this);
    }

    internal static void ValidateDelay(TimeSpan delay, string parameter)
    {
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(parameter, delay, "A timer's time must be zero or more, or Timeout.InfiniteTimeSpan.");
    }

    protected abstract void Fire();
}
