namespace Crochet.Tests.Proxies;

/// <summary>What a call costs in memory: DynamicProxy's invocation, arguments and boxes, and the boxed value.</summary>
[TestClass]
public sealed class AllocationTests : LoopTest
{
    private const int Calls = 100;
    private const int Rounds = 10;

    // Less than one word a call.
    private const int Tolerance = 400;

    [TestMethod]
    public void WaitFor_IntegersThroughTheProxy_TakesAtMost192Bytes()
    {
        var everyMemberMarked = Proxy<IAdding>(new Adding());
        var someMembersMarked = Proxy<IMixed>(new Adding());

        Assert.IsLessThanOrEqualTo((184 * Calls) + Tolerance, BytesOf(() => everyMemberMarked.Add(1, 2)));
        Assert.IsLessThanOrEqualTo((192 * Calls) + Tolerance, BytesOf(() => someMembersMarked.Add(1, 2)));
    }

    [TestMethod]
    public void WaitFor_ThreadBoundWithAKey_TakesNoMoreThanOfAnyOtherObject()
    {
        using var group = new EventLoopGroup(2);
        group.Start();
        var plain = Proxy<IKeyedAdding>(new KeyedAdding());
        var bound = CrochetProxy.CreateThreadBound<IKeyedAdding>(Loop, static () => new KeyedAdding());
        var keyed = CrochetProxy.CreateThreadBound<IKeyedAdding>(group, static _ => new KeyedAdding());

        var bytes = BytesOf(() => plain.Add(1, 2)) + Tolerance;

        Assert.IsLessThanOrEqualTo(bytes, BytesOf(() => bound.Add(1, 2)));
        Assert.IsLessThanOrEqualTo(bytes, BytesOf(() => keyed.Add(1, 2)));
    }

    [TestMethod]
    public void Straight_ThroughTheProxy_TakesNothing()
    {
        var proxy = Proxy<IMixed>(new Adding());

        Assert.IsLessThanOrEqualTo(Tolerance, BytesOf(() => proxy.Straight(1)));
    }

    /// <summary>
    /// What the calling thread allocates, once everything is warm. The least of several rounds: while the loop thread is kept from
    /// the processor
    /// it holds on to an ended result, and the next call has to make another.
    /// </summary>
    private static long BytesOf(Action call)
    {
        BytesOfRound(call, Calls * Rounds);
        return Enumerable.Range(0, Rounds).Min(_ => BytesOfRound(call, Calls));
    }

    private static long BytesOfRound(Action call, int calls)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < calls; count++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Compiled]
    public interface IAdding
    {
        [WaitFor(15)]
        int Add(int left, int right);
    }

    [Compiled]
    public interface IMixed
    {
        [WaitFor(15)]
        int Add(int left, int right);

        int Straight(int value);
    }

    [Compiled]
    public interface IKeyedAdding
    {
        [WaitFor(15)]
        int Add([LoopKey] int left, int right);
    }

    public sealed class KeyedAdding : IKeyedAdding
    {
        public int Add(int left, int right) => left + right;
    }

    public sealed class Adding : IAdding, IMixed
    {
        public int Add(int left, int right) => left + right;

        public int Straight(int value) => value;
    }
}
