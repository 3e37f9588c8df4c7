namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet through its proxy, with the options that a user gets who sets none.</summary>
internal class CrochetPeer : Peer
{
    private readonly EventLoop _loop = new();

    public CrochetPeer(Adder adder) : this(PeerNames.Crochet, adder)
    {
    }

    protected CrochetPeer(string name, Adder adder) : base(name)
    {
        _loop.Start();
        Proxy = CrochetProxy.Create<IAdder>(adder, _loop);
    }

    protected IAdder Proxy { get; }

    public override int Add(int a, int b) => Proxy.Add(a, b);

    public override object Post(int a, int b) => Proxy.StartAdd(a, b);

    public sealed override int Collect(object posted) => ((EventualResult<int>)posted).Wait(Timeout.InfiniteTimeSpan);

    public sealed override void Dispose() => _loop.Dispose();
}
