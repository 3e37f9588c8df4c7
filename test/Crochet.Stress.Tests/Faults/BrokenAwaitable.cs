using System.Runtime.CompilerServices;

namespace Crochet.Stress.Faults;

/// <summary>Resumes whoever awaits it twice.</summary>
internal sealed class BrokenAwaitable(EventLoop loop) : INotifyCompletion
{
    public bool IsCompleted => false;

    public BrokenAwaitable GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation)
    {
        loop.SynchronizationContext.Post(_ => continuation(), null);
        loop.SynchronizationContext.Post(_ => continuation(), null);
    }
}
