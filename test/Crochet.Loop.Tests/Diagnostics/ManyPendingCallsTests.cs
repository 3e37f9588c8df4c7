namespace Crochet.Tests;

[TestClass]
public sealed class ManyPendingCallsTests
{
    [TestMethod]
    public void GetSnapshot_ThousandsPending_ListsTheOldestAndCountsTheRest()
    {
        const int Count = 3_000;
        using var loop = TestLoop.Start();
        var never = new TaskCompletionSource();
        var results = new EventualResult[Count];
        for (var call = 0; call < Count; call++)
            results[call] = call == 0 ? loop.RunInReactor(() => TheFirst(never)) : loop.RunInReactor(() => never.Task);
        loop.CatchUp();

        var snapshot = loop.GetSnapshot();

        Assert.HasCount(1_000, snapshot.Pending);
        Assert.AreEqual(Count, snapshot.PendingCount);
        Assert.Contains(nameof(GetSnapshot_ThousandsPending_ListsTheOldestAndCountsTheRest), snapshot.Pending[0].Call);
        Assert.Contains("and 2000 more pending", snapshot.ToString());
        never.SetResult();
        EventualResult.WaitAll(results, TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void BlockingCall_LoopHasStopped_KeepsNothingOfTheLoopInItsThread()
    {
        var loop = CallAndStop();

        Wait.UntilCollected(() => !loop.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference CallAndStop()
    {
        var loop = TestLoop.Start();
        Assert.AreEqual(1, loop.WaitFor(TestTimeouts.MustNotElapse, () => 1));
        loop.Dispose();
        return new WeakReference(loop);
    }

    private static Task TheFirst(TaskCompletionSource never) => never.Task;
}
