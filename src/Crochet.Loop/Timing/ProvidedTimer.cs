using Crochet.Diagnostics;
using Crochet.Running;

namespace Crochet.Timing;

/// <summary>
/// A timer of <see cref="EventLoop.TimeProvider"/>. When its loop has stopped it goes on with a timer of the provider beneath, on whatever
/// thread that calls: somebody outside the loop may be waiting for it.
/// </summary>
internal sealed class ProvidedTimer(EventLoop loop, TimeProvider beneath, TimerCallback callback, object? state)
    : LoopTimer(loop, ExecutionContext.Capture()), IRunsAtTheEnd
{
    private ITimer? _substitute;

    public override void Dispose()
    {
        base.Dispose();
        // Pairs with SetSubstitute, which sets it and then looks whether this is closed.
        Volatile.Read(ref _substitute)?.Dispose();
    }

    public override string GetName() => MethodName.Of(callback);

    internal override void OnLoopEnded(TimeSpan left)
    {
        lock (this)
        {
            // Else somebody has changed it since.
            if (_substitute is null)
                SetSubstitute(left, TimeSpan.FromTicks(Period));
        }
    }

    protected override void Fire() => callback(state);

    protected override bool TryChangeElsewhere(TimeSpan dueTime, TimeSpan period)
    {
        lock (this)
            return SetSubstitute(dueTime, period);
    }

    protected override Task UntilCallsEndAsync() => Volatile.Read(ref _substitute)?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private bool SetSubstitute(TimeSpan dueTime, TimeSpan period)
    {
        if (Volatile.Read(ref IsClosed))
            return false;
        if (_substitute is null)
        {
            using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            Volatile.Write(
                ref _substitute,
                beneath.CreateTimer(static timer => ((ProvidedTimer)timer!).FireElsewhere(), this, Timeout.InfiniteTimeSpan,
                    Timeout.InfiniteTimeSpan));
        }

        var isChanged = _substitute.Change(dueTime, period <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref IsClosed))
            _substitute.Dispose();
        return isChanged;
    }

    private void FireElsewhere()
    {
        try
        {
            if (Context is { } context)
                ExecutionContext.Run(context, static timer => ((ProvidedTimer)timer!).Fire(), this);
            else
                Fire();
        }
        catch (Exception exception)
        {
            Loop.Report(new Failure(exception), GetName());
        }
    }
}
