namespace Crochet.Registration;

/// <summary>
/// Made after each singleton implementation, and so disposed of before it: a container's loop has stopped, its calls drained, before what they work on
/// is disposed of.
/// </summary>
internal sealed class LoopStop(ContainerLoop loop) : IDisposable, IAsyncDisposable
{
    public void Dispose() => loop.Dispose();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}
