using Nito.AsyncEx;

namespace Crochet.Benchmarks.Peers;

/// <summary>AsyncEx's thread with a context of its own: a task per call.</summary>
internal class AsyncContextPeer(Adder adder) : Peer(PeerNames.AsyncContext)
{
    protected AsyncContextThread Thread { get; } = new();

    protected Adder Adder { get; } = adder;

    public sealed override int Add(int a, int b) => Start(a, b).GetAwaiter().GetResult();

    public sealed override object Post(int a, int b) => Start(a, b);

    public sealed override void Dispose() => Thread.Join();

    protected virtual Task<int> Start(int a, int b) => Thread.Factory.Run(() => Adder.Add(a, b));
}
