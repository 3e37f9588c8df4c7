namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet with one object or with one for each loop of a group. A thread's calls all have the same key.</summary>
internal sealed class KeyedPeer : Peer
{
    private readonly EventLoopGroup _group;
    private readonly IKeyedAdder _proxy;

    private KeyedPeer(string name, EventLoopGroup group, Func<EventLoopGroup, IKeyedAdder> create) : base(name)
    {
        _group = group;
        group.Start();
        _proxy = create(group);
    }

    public static KeyedPeer Plain() =>
        new("plain singleton", new(1), static group => CrochetProxy.Create<IKeyedAdder>(new KeyedAdder(), group[0]));

    public static KeyedPeer Bound() =>
        new("thread-bound singleton", new(1),
            static group => CrochetProxy.CreateThreadBound<IKeyedAdder>(group[0], static () => new KeyedAdder()));

    public static KeyedPeer OfGroup(int loops, TimeSpan work = default) => new(
        loops == 1 ? "one loop" : $"group of {loops}", new(loops),
        group => CrochetProxy.CreateThreadBound<IKeyedAdder>(group, _ => new KeyedAdder(work)));

    public override int Add(int a, int b) => _proxy.Add(Environment.CurrentManagedThreadId, a, b);

    public override object Post(int a, int b) => throw new NotSupportedException("It has blocking calls alone.");

    public override void Dispose() => _group.Dispose();
}
