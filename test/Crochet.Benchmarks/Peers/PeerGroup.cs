using System.Collections;

namespace Crochet.Benchmarks.Peers;

/// <summary>Peers that are compared with each other, disposed of together.</summary>
internal sealed class PeerGroup(params Peer[] peers) : IReadOnlyList<Peer>, IDisposable
{
    public static PeerGroup OneThread(Adder adder) => new(
        new DirectPeer(adder),
        new RxPeer(adder),
        new BlockingCollectionPeer(adder),
        new ChannelPeer(adder),
        new ExclusiveSchedulerPeer(adder),
        new AsyncContextPeer(adder),
        new CrochetPeer(adder),
        new CompiledCrochetPeer(adder));

    public int Count => peers.Length;

    public Peer this[int index] => peers[index];

    public IEnumerator<Peer> GetEnumerator() => ((IEnumerable<Peer>)peers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var peer in peers)
            peer.Dispose();
    }
}
