namespace Crochet.Registration;

/// <summary>
/// Made after each singleton implementation, and so disposed of before it: a container's loop has stopped, its calls drained, before what they work on
/// is disposed of.
/// </summary>
internal sealed class LoopStop(ContainerLoop container) : IDisposable, IAsyncDisposable
{
    public void Dispose()
    {
        if (container.IsOwned)
            container.Loop.Dispose();
    }

    public ValueTask DisposeAsync() => container.IsOwned ? container.Loop.DisposeAsync() : default;
}
