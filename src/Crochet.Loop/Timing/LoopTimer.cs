namespace Crochet;

/// <summary>A timer of a loop: its callback is a turn of its own, in the ExecutionContext that the timer was made in.</summary>
internal sealed class LoopTimer : TimerEntry, ITimer
{
    private readonly EventLoop _loop;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private long _period;
    private volatile bool _disposed;

    /// <param name="loop">Where it fires.</param>
    /// <param name="callback">What it calls.</param>
    /// <param name="state">What it calls it with.</param>
    public LoopTimer(EventLoop loop, TimerCallback callback, object? state)
    {
        _loop = loop;
        _callback = callback;
        _state = state;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ValidateDelay(dueTime, nameof(dueTime));
        ValidateDelay(period, nameof(period));
        if (_disposed)
            return false;
        Volatile.Write(ref _period, Math.Max(0, period.Ticks));
        _loop.SetTimer(this, dueTime);
        // Pairs with Dispose, which marks before it clears: one of the two sees the other.
        if (_disposed)
            _loop.ClearTimer(this);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _loop.ClearTimer(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal override string GetName() => _state switch
    {
        Action callback => MethodName.Of(callback),
        RepeatingCall repeating => repeating.Name,
        _ => MethodName.Of(_callback),
    };

    internal override void Execute(EventLoop loop)
    {
        if (_disposed)
            return;
        loop.EnterContext(_context);
        _callback(_state);
    }

    /// <summary>After it was taken as due: sets a periodic timer to its next time on the grid of its first, leaving out those that were missed.</summary>
    internal void SetNext(long due, long now)
    {
        var period = Volatile.Read(ref _period);
        if (period == 0 || _disposed)
            return;
        _loop.SetTimerAt(this, EventLoop.SaturatingAdd(due, period * ((now - due) / period + 1)));
        if (_disposed)
            _loop.ClearTimer(this);
    }

    internal static void ValidateDelay(TimeSpan delay, string parameter)
    {
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(parameter, delay, "A timer's time is zero or more, or Timeout.InfiniteTimeSpan.");
    }
}
