namespace Crochet.Benchmarks.Peers;

/// <summary>The floor: no hand-over at all.</summary>
internal sealed class DirectPeer(Adder adder) : Peer(PeerNames.Direct)
{
    public override int Add(int a, int b) => adder.Add(a, b);

    public override object Post(int a, int b) => Task.FromResult(adder.Add(a, b));

    public override void Dispose()
    {
    }
}
