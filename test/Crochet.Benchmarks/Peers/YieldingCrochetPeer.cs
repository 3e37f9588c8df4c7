namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet where the implementation awaits before it adds.</summary>
internal sealed class YieldingCrochetPeer(Adder adder) : CrochetPeer(adder)
{
    public override int Add(int a, int b) => Proxy.AddYielding(a, b);

    public override object Post(int a, int b) => Proxy.StartAddYielding(a, b);
}
