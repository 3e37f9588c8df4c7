namespace Crochet.Registration;

/// <summary>
/// Made after each singleton implementation, and so disposed of before it: a container's loops have stopped, their calls drained and their
/// objects disposed of, before what these work on is disposed of.
/// </summary>
internal sealed class LoopStop(ContainerLoops loops) : IDisposable, IAsyncDisposable
{
    public void Dispose() => loops.EndAndWait();

    public async ValueTask DisposeAsync()
    {
        var end = loops.EndAsync();
        // What waited there would wait for itself.
        if (EventLoop.Current is null)
            await end.ConfigureAwait(false);
    }
}
