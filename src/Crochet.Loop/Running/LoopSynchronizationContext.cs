namespace Crochet.Running;

/// <summary>Where awaits of the loop's code resume: its Post queues a turn.</summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    private const int PoolSize = 64;

    // Loop thread only: what an await posts from the loop thread itself needs no new object.
    private readonly Stack<Continuation> _pool = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        var continuation = loop.IsInLoopThread && _pool.TryPop(out var pooled) ? pooled : new Continuation();
        continuation.Set(d, state, loop.Clock.Milliseconds);
        loop.PostContinuation(continuation);
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (loop.IsInLoopThread)
            d(state);
        else
            loop.RunInReactor(() => d(state)).Wait(Timeout.InfiniteTimeSpan);
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Recycle(Continuation continuation)
    {
        continuation.Set(null, null, 0);
        if (_pool.Count < PoolSize)
            _pool.Push(continuation);
    }
}
