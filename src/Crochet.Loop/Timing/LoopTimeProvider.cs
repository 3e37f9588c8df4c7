namespace Crochet.Timing;

/// <summary>The loop's time, with timers that fire on its thread.</summary>
internal sealed class LoopTimeProvider(EventLoop loop, TimeProvider inner) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ProvidedTimer(loop, inner, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
