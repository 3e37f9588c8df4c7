namespace Crochet.Running;

/// <summary>
/// Where awaits of the loop's code resume: its Post queues a turn, in the ExecutionContext of who posts. Counts what async void methods
/// have begun.
/// </summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    private const int PoolSize = 64;

    // Loop thread only: what an await posts from the loop thread itself needs no new object.
    private readonly Stack<Continuation> _pool = new();
    private int _operations;

    /// <summary>Whether an async void method that was called in the loop has not ended.</summary>
    public bool HasOperations => Volatile.Read(ref _operations) > 0;

    public override void OperationStarted() => Interlocked.Increment(ref _operations);

    public override void OperationCompleted()
    {
        // Pairs with a drain, which begins first and looks at the number after. On the loop thread it looks anyway.
        if (Interlocked.Decrement(ref _operations) == 0 && !loop.IsInLoopThread && loop.State == EventLoopState.Stopping)
            loop.Wake();
    }

    public override void Post(SendOrPostCallback d, object? state) => TryPost(d, state);

    /// <summary>False where the loop has stopped, and nobody will run it.</summary>
    public bool TryPost(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        var continuation = loop.IsInLoopThread && _pool.TryPop(out var pooled) ? pooled : new Continuation();
        continuation.Set(d, state, ExecutionContext.Capture(), loop.Clock.Milliseconds);
        return loop.TryPostContinuation(continuation);
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
        continuation.Set(null, null, null, 0);
        if (_pool.Count < PoolSize)
            _pool.Push(continuation);
    }
}
