using Crochet.Calls;

namespace Crochet.Tests;

/// <summary>Timeouts with very much pending.</summary>
[TestClass]
public sealed class TimeoutStormTests
{
    private const int Pending = 20_000;

    [TestMethod]
    public void Exception_WithManyPending_CarriesTheOldestFiveAndTheCount()
    {
        using var loop = TestLoop.Start();
        var oldest = Enumerable.Range(0, 5).Select(_ => loop.RunInReactor(OldestNeverEnds)).ToList();
        var held = Enumerable.Range(0, Pending).Select(_ => loop.RunInReactor(NeverEnds)).ToList();
        loop.CatchUp();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => held[^1].Wait(TimeSpan.Zero));

        Assert.HasCount(5, thrown.Loop!.Pending);
        Assert.IsTrue(thrown.Loop.Pending.All(call => call.Call.EndsWith(nameof(OldestNeverEnds), StringComparison.Ordinal)));
        Assert.AreEqual(Pending + 5, thrown.Loop.PendingCount);
        Assert.EndsWith($"and {Pending} more pending", thrown.Loop.ToString());
        GC.KeepAlive(oldest);
    }

    [TestMethod]
    public void Snapshot_ManyCollectedBeforeTheOldest_WalksThemOnce()
    {
        using var loop = TestLoop.Start();
        Drop(loop, Pending);
        loop.CatchUp();
        var oldest = loop.RunInReactor(OldestNeverEnds);
        loop.CatchUp();
        Wait.UntilCollected(() => loop.Pending.Select(1, call => call.Name).Count == 1 && loop.Pending.Count < Pending / 2);

        var snapshot = loop.GetSnapshot(pendingLimit: 1);

        Assert.EndsWith(nameof(OldestNeverEnds), snapshot.Pending.Single().Call);
        Assert.AreEqual(1, loop.Pending.Count);
        GC.KeepAlive(oldest);
    }

    [TestMethod]
    public void Exception_Unread_AllocatesLittle()
    {
        using var loop = TestLoop.Start();
        var held = Enumerable.Range(0, Pending).Select(_ => loop.RunInReactor(NeverEnds)).ToList();
        loop.CatchUp();
        CrochetTimeoutException.For(held[0], CallState.Awaiting, TimeSpan.Zero, isWithdrawn: false);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var timeout = 0; timeout < 100; timeout++)
            CrochetTimeoutException.For(held[timeout], CallState.Awaiting, TimeSpan.Zero, isWithdrawn: false);

        Assert.IsLessThan(2_000, (GC.GetAllocatedBytesForCurrentThread() - before) / 100);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Drop(EventLoop loop, int count)
    {
        for (var call = 0; call < count; call++)
            loop.RunInReactor(NeverEnds);
    }

    private static Task OldestNeverEnds() => new TaskCompletionSource().Task;

    private static Task NeverEnds() => new TaskCompletionSource().Task;
}
