namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet through a compiled proxy, where the implementation awaits before it adds.</summary>
internal sealed class YieldingCompiledPeer(Adder adder) : CompiledCrochetPeer(adder)
{
    public override int Add(int a, int b) => Proxy.AddYielding(a, b);

    public override object Post(int a, int b) => Proxy.StartAddYielding(a, b);
}
