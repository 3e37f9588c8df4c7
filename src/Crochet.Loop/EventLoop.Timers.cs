using System.Runtime.CompilerServices;
using Crochet.Timing;

namespace Crochet;

// Timers.
public sealed partial class EventLoop
{
    internal LoopTimers Timers { get; }

    /// <summary>Loop thread, in a drain: whether something is left that began before it, and may need what repeated calls do.</summary>
    internal bool IsRepetitionNeeded => Pending.AnyInFlight(besides: TimedCall.Invoker.InDrain) || HasOperations;

    /// <summary>
    /// Calls <paramref name="callback"/> once, on the loop thread, when <paramref name="delay"/> has passed by the loop's time. Dispose the timer to call it off;
    /// its Change sets it anew.
    /// </summary>
    /// <param name="delay">0 or more; <see cref="Timeout.InfiniteTimeSpan"/> sets nothing until the timer's Change does.</param>
    /// <param name="callback">What to call. What it throws is reported.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public ITimer CallLater(TimeSpan delay, Action callback) => SetLater(delay, new CallbackTimer(this, NotNull(callback)));

    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    /// <remarks>
    /// What its task fails with is reported, a cancellation is not. A drain waits for a call that has begun; so does the timer's DisposeAsync, which a call may
    /// also use on its own timer, without waiting then. Change while a call goes on makes the next one come all the same.
    /// </remarks>
    [OverloadResolutionPriority(2)]
    public ITimer CallLater(TimeSpan delay, Func<Task> callback) => SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <inheritdoc cref="CallLater(TimeSpan, Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public ITimer CallLater(TimeSpan delay, Func<ValueTask> callback) => SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <inheritdoc cref="CallLater(TimeSpan, Func{Task})"/>
    /// <param name="delay">0 or more; <see cref="Timeout.InfiniteTimeSpan"/> sets nothing until the timer's Change does.</param>
    /// <param name="callback">What to call. Its token is signalled, on the loop thread, by the timer's disposal and by the loop's stop.</param>
    [OverloadResolutionPriority(1)]
    public ITimer CallLater(TimeSpan delay, Func<CancellationToken, Task> callback) =>
        SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <summary>
    /// Calls <paramref name="callback"/> on the loop thread every <paramref name="period"/> by the loop's time, and never while the call before goes on: calls that
    /// fall into that time are left out. What it throws, or its task fails with, is reported, and the next call still comes. Dispose the timer to end it; its
    /// DisposeAsync waits for a call that goes on, or for the loop's stop. A drain lets such a call end, and makes further ones only while something else that
    /// began before it is in flight.
    /// </summary>
    /// <param name="period">From one call's beginning to the next one's; more than 0.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="now">Whether the first call comes at once, or after the first period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is not more than 0.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    [OverloadResolutionPriority(2)]
    public ITimer CallEvery(TimeSpan period, Func<Task> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    [OverloadResolutionPriority(1)]
    public ITimer CallEvery(TimeSpan period, Func<ValueTask> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    public ITimer CallEvery(TimeSpan period, Action callback, bool now = true) => SetEvery(period, now, new CallbackTimer(this, NotNull(callback)));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    /// <param name="period">From one call's beginning to the next one's; more than 0.</param>
    /// <param name="callback">What to call. Its token is signalled, on the loop thread, by the timer's disposal and by the loop's stop.</param>
    /// <param name="now">Whether the first call comes at once, or after the first period.</param>
    [OverloadResolutionPriority(1)]
    public ITimer CallEvery(TimeSpan period, Func<CancellationToken, Task> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    internal void SetTimerAt(TimerEntry entry, long due) => Timers.SetAt(entry, due);

    internal void ClearTimer(TimerEntry entry) => Timers.Clear(entry);

    internal void SetDeadline(LoopDeadline deadline, TimeSpan delay) => Timers.SetDeadline(deadline, delay);

    internal void ClearDeadline(LoopDeadline deadline) => Timers.ClearDeadline(deadline);

    internal static long SaturatingAdd(long ticks, long delay) => LoopClock.Add(ticks, delay);

    private LoopTimer SetLater(TimeSpan delay, LoopTimer timer)
    {
        LoopTimer.ValidateDelay(delay, nameof(delay));
        return Set(timer, delay, Timeout.InfiniteTimeSpan);
    }

    private LoopTimer SetEvery(TimeSpan period, bool now, LoopTimer timer)
    {
        if (period <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period must be more than zero.");
        return Set(timer, now ? TimeSpan.Zero : period, period);
    }

    private LoopTimer Set(LoopTimer timer, TimeSpan delay, TimeSpan period)
    {
        ThrowIfStopped();
        return timer.Change(delay, period) ? timer : throw new EventLoopStoppedException(Name, isWithdrawn: true);
    }
}
