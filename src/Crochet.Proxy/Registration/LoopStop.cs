namespace Crochet.Registration;

/// <summary>
/// Made after each singleton implementation, and so disposed of before it: a container's loops have stopped, their calls drained and their
/// objects disposed of, before what these work on is disposed of.
/// </summary>
internal sealed class LoopStop(ContainerLoops loops) : IDisposable, IAsyncDisposable
{
    public void Dispose() => loops.EndAndWait();

    public ValueTask DisposeAsync() => loops.DisposeAsync();
}
