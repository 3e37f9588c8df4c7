using Nito.AsyncEx;

namespace Crochet.Benchmarks.Peers;

/// <summary>AsyncEx's thread where the work awaits before it adds.</summary>
internal sealed class YieldingAsyncContextPeer(Adder adder) : AsyncContextPeer(adder)
{
    protected override Task<int> Start(int a, int b) => Thread.Factory.Run(() => Adder.AddYielding(a, b));
}
