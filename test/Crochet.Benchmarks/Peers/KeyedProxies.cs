namespace Crochet.Benchmarks.Peers;

/// <summary>
/// Proxies of an object that any thread may use, of a thread-bound one, and of one for each loop of a group. With <see cref="Key"/> the
/// calls of all three run in one loop.
/// </summary>
internal sealed class KeyedProxies<TAdder>(EventLoopGroup group) where TAdder : class, IKeyedAdder
{
    public const int Key = 7;

    public IKeyedAdder Plain { get; } = CrochetProxy.Create<TAdder>(new KeyedAdder(), group.For(Key));

    public IKeyedAdder Bound { get; } = CrochetProxy.CreateThreadBound<TAdder>(group.For(Key), static () => new KeyedAdder());

    public IKeyedAdder Group { get; } = CrochetProxy.CreateThreadBound<TAdder>(group, static _ => new KeyedAdder());
}
