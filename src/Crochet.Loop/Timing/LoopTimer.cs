using Crochet.Running;

namespace Crochet.Timing;

/// <summary>A timer of a loop: its callback is a turn of its own, in the ExecutionContext that the timer was made in.</summary>
internal abstract class LoopTimer(EventLoop loop, ExecutionContext? context) : TimerEntry, ITimer
{
    protected EventLoop Loop { get; } = loop;

    protected ExecutionContext? Context { get; init; } = context;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ValidateDelay(dueTime, nameof(dueTime));
        ValidateDelay(period, nameof(period));
        return Loop.Timers.TrySet(this, dueTime, period) || TryChangeElsewhere(dueTime, period);
    }

    public virtual void Dispose() => Loop.Timers.Close(this);

    /// <summary>
    /// Ends when no callback of this timer runs any more; on the loop thread, where its own turn would wait for itself, those alone that go
    /// on after their turns.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        if (!Loop.IsInLoopThread)
        {
            // Pairs with the turn, which is first seen to run this timer, and then looks whether it is closed.
            Interlocked.MemoryBarrierProcessWide();
            if (ReferenceEquals(Volatile.Read(in Loop.Turn.Item), this))
                return new ValueTask(UntilIdleAsync());
        }

        return new ValueTask(UntilCallsEndAsync());
    }

    public override void Execute(EventLoop loop)
    {
        if (Volatile.Read(ref IsClosed))
            return;
        loop.Turns.EnterContext(Context);
        Fire();
    }

    /// <summary>The loop has closed; the timer was due in so much time.</summary>
    internal virtual void OnLoopEnded(TimeSpan left)
    {
    }

    internal static void ValidateDelay(TimeSpan delay, string parameter)
    {
        if (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(parameter, delay, "A timer's time must be zero or more, or Timeout.InfiniteTimeSpan.");
    }

    protected abstract void Fire();

    /// <summary>The loop takes the change no more.</summary>
    protected virtual bool TryChangeElsewhere(TimeSpan dueTime, TimeSpan period) => false;

    /// <summary>What a callback has begun and left to end after its turn; the loop's stop ends it too.</summary>
    protected virtual Task UntilCallsEndAsync() => Task.CompletedTask;

    private async Task UntilIdleAsync()
    {
        var turn = new TurnEnd();
        Loop.PostOwn(turn);
        // A test that drives the loop sees nothing of the thread pool.
        await Task.WhenAny(turn.Task, Loop.Completion).ConfigureAwait(Loop.Schedule is not null);
        await UntilCallsEndAsync().ConfigureAwait(Loop.Schedule is not null);
    }
}
