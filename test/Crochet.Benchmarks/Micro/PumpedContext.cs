namespace Crochet.Benchmarks.Micro;

/// <summary>A context whose owner runs what was posted when it likes, so that a loop and its callers can share one thread.</summary>
internal sealed class PumpedContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    public override SynchronizationContext CreateCopy() => this;

    public void Pump()
    {
        while (_posted.TryDequeue(out var next))
            next.Callback(next.State);
    }
}
