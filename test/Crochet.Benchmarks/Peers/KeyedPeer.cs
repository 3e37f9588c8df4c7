namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet with one object for each loop of a group. Each of a number of threads has a key of its own.</summary>
internal sealed class KeyedPeer : Peer
{
    private readonly ThreadLocal<int> _key;
    private readonly EventLoopGroup _group;
    private readonly IKeyedAdder _proxy;

    private KeyedPeer(string name, int loops, int keys, TimeSpan work) : base(name)
    {
        var threads = 0;
        _key = new(() => Interlocked.Increment(ref threads) % keys);
        _group = new(loops);
        _group.Start();
        _proxy = CrochetProxy.CreateThreadBound<IKeyedAdder>(_group, _ => new KeyedAdder(work));
    }

    public static KeyedPeer OfGroup(int loops, int keys, TimeSpan work) =>
        new(loops == 1 ? "one loop" : $"group of {loops}", loops, keys, work);

    public override int Add(int a, int b) => _proxy.Add(_key.Value, a, b);

    public override object Post(int a, int b) => throw new NotSupportedException("It has blocking calls alone.");

    public override void Dispose()
    {
        _group.Dispose();
        _key.Dispose();
    }
}
