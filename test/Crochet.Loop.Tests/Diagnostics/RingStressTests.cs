namespace Crochet.Tests;

/// <summary>Rings of loops, begun in many orders: each is found, and nothing else is taken for one.</summary>
[TestClass]
public sealed class RingStressTests
{
    private static readonly TimeSpan _guard = TestTimeouts.MustNotElapse;

    [TestMethod]
    public void NoRing_TheOtherWayRightAfterTheResult_NeverAlarms()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");

        for (var round = 0; round < 10_000; round++)
        {
            EventualResult<int>? back = null;
            var there = a.WaitFor(_guard, () => b.WaitFor(_guard, () =>
            {
                back = b.RunInReactor(() => a.WaitFor(_guard, () => 2));
                return 1;
            }));

            Assert.AreEqual(1, there);
            Assert.AreEqual(2, back!.Value());
        }
    }

    [TestMethod]
    public void Chains_InRandomOrders_EndWithAValueOrARing()
    {
        var loops = Enumerable.Range(0, 4).Select(index => TestLoop.Start($"L{index}")).ToArray();
        var random = new Random(20_300_101);
        var rings = 0;

        for (var round = 0; round < 10_000; round++)
        {
            // Three chains at a time, each through two to four loops that it does not come back to: alone none is a ring, together they may
            // be.
            var chains = Enumerable.Range(0, 3).Select(_ => random.GetItems(loops, 4).Distinct().ToArray()).ToArray();
            var ends = chains.Select(chain => chain[0].RunInReactor(() => Follow(chain, 1))).ToArray();

            rings += ends.Count(end => IsRing(end));
            if (round % 100 == 0)
                AssertNoneWaits(loops);
        }

        AssertNoneWaits(loops);
        Assert.IsGreaterThan(0, rings);
        foreach (var loop in loops)
            loop.Dispose();
    }

    private static int Follow(EventLoop[] chain, int index) =>
        index == chain.Length ? index : chain[index].WaitFor(_guard, () => Follow(chain, index + 1));

    private static bool IsRing(EventualResult<int> end)
    {
        try
        {
            end.Value();
            return false;
        }
        catch (EventLoopDeadlockException exception)
        {
            Assert.IsGreaterThanOrEqualTo(3, exception.Cycle.Count);
            Assert.AreEqual(exception.Cycle[0], exception.Cycle[^1]);
            Assert.AreEqual(exception.Cycle.Count - 1, exception.Cycle.Distinct().Count());
            return true;
        }
    }

    private static void AssertNoneWaits(EventLoop[] loops)
    {
        foreach (var from in loops)
        {
            foreach (var to in loops.Where(to => to != from))
                Assert.AreEqual(1, from.WaitFor(_guard, () => to.WaitFor(_guard, () => 1)));
        }

        Assert.IsEmpty(loops[0].GetSnapshot().Waits);
    }
}
