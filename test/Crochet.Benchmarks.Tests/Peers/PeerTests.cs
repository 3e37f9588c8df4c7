using Crochet.Benchmarks.Peers;
using Crochet.Tests;

namespace Crochet.Benchmarks.Tests.Peers;

[TestClass]
public sealed class PeerTests
{
    public static IEnumerable<object[]> Peers =>
        from name in new[]
        {
            nameof(DirectPeer), nameof(RxPeer), nameof(BlockingCollectionPeer), nameof(ChannelPeer), nameof(ExclusiveSchedulerPeer),
            nameof(AsyncContextPeer), nameof(YieldingAsyncContextPeer), nameof(TaskPerCallPeer), nameof(CrochetPeer),
            nameof(YieldingCrochetPeer), nameof(CompiledCrochetPeer), nameof(YieldingCompiledPeer),
        }
        select new object[] { name };

    [TestMethod]
    [DynamicData(nameof(Peers))]
    [Timeout(TestTimeouts.MustNotElapseMilliseconds, CooperativeCancellation = false)]
    public void Add_ManyCallers_EachGetsItsOwnSum(string name)
    {
        using var peer = Create(name);
        var wrong = 0;

        var callers = Enumerable.Range(0, 4).Select(caller => new Thread(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (peer.Add(caller, i) != caller + i)
                    Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();

        Assert.AreEqual(0, wrong);
    }

    [TestMethod]
    [DynamicData(nameof(Peers))]
    [Timeout(TestTimeouts.MustNotElapseMilliseconds, CooperativeCancellation = false)]
    public void Post_Many_EachCollectsItsOwnSum(string name)
    {
        using var peer = Create(name);

        var posted = Enumerable.Range(0, 100).Select(i => peer.Post(i, 1)).ToArray();

        CollectionAssert.AreEqual(Enumerable.Range(1, 100).ToArray(), posted.Select(peer.Collect).ToArray());
    }

    private static Peer Create(string name)
    {
        var adder = new Adder();
        return name switch
        {
            nameof(DirectPeer) => new DirectPeer(adder),
            nameof(RxPeer) => new RxPeer(adder),
            nameof(BlockingCollectionPeer) => new BlockingCollectionPeer(adder),
            nameof(ChannelPeer) => new ChannelPeer(adder),
            nameof(ExclusiveSchedulerPeer) => new ExclusiveSchedulerPeer(adder),
            nameof(TaskPerCallPeer) => new TaskPerCallPeer(adder),
            nameof(AsyncContextPeer) => new AsyncContextPeer(adder),
            nameof(YieldingAsyncContextPeer) => new YieldingAsyncContextPeer(adder),
            nameof(CrochetPeer) => new CrochetPeer(adder),
            nameof(CompiledCrochetPeer) => new CompiledCrochetPeer(adder),
            nameof(YieldingCompiledPeer) => new YieldingCompiledPeer(adder),
            _ => new YieldingCrochetPeer(adder),
        };
    }
}
