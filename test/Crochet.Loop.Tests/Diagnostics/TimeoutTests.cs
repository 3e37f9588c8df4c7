namespace Crochet.Tests;

/// <summary>What a CrochetTimeoutException tells.</summary>
[TestClass]
public sealed class TimeoutTests
{
    [TestMethod]
    public void Timeout_OfAWait_IsATimeoutExceptionWithItsTimeout()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.IsInstanceOfType<TimeoutException>(thrown);
        Assert.AreEqual(TestTimeouts.MustElapse, thrown.Timeout);
    }

    [TestMethod]
    public void Timeout_OfAWaitFor_HasItsTimeoutAndCall()
    {
        using var loop = TestLoop.Start();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, NeverEnds));

        Assert.AreEqual(TestTimeouts.MustElapse, thrown.Timeout);
        Assert.Contains(nameof(NeverEnds), thrown.Call);
    }

    [TestMethod]
    public void Call_BehindADelegate_IsNamedWithItsType()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(NeverEnds);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        Assert.AreEqual($"{nameof(TimeoutTests)}.{nameof(NeverEnds)}", thrown.Call);
    }

    [TestMethod]
    public void Call_ThatIsALambda_IsNamedAfterTheMethodItIsIn()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        Assert.Contains(nameof(Call_ThatIsALambda_IsNamedAfterTheMethodItIsIn), thrown.Call);
    }

    [TestMethod]
    public void Phase_NotYetStarted_IsQueued()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var result = loop.RunInReactor(() => { });

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.AreEqual(CallPhase.Queued, thrown.Phase);
        Assert.IsFalse(thrown.IsWithdrawn);
        release.Open();
    }

    [TestMethod]
    public void Phase_HoldsTheLoopThread_IsRunning()
    {
        using var loop = TestLoop.Start();
        var isRunning = new Gate();
        var release = new Gate();
        var result = loop.RunInReactor(() =>
        {
            isRunning.Open();
            release.Pass();
        });
        isRunning.Pass();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.AreEqual(CallPhase.Running, thrown.Phase);
        Assert.IsFalse(thrown.IsWithdrawn);
        release.Open();
    }

    [TestMethod]
    public void Phase_FollowsATask_IsAwaiting()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        loop.CatchUp();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.AreEqual(CallPhase.Awaiting, thrown.Phase);
    }

    [TestMethod]
    public void IsWithdrawn_WaitForGaveUpOnAQueuedCall_IsTrueAndTheMessageSaysSo()
    {
        using var loop = TestLoop.Start("Kitchen");
        var release = loop.Hold();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, DoNothing));

        Assert.IsTrue(thrown.IsWithdrawn);
        Assert.AreEqual(CallPhase.Queued, thrown.Phase);
        Assert.Contains("never", thrown.Message);
        release.Open();
    }

    [TestMethod]
    public void Loop_WhenTheWaitEnded_IsInTheException()
    {
        using var loop = TestLoop.Start("Kitchen");
        var isRunning = new Gate();
        var release = new Gate();
        loop.Post(HoldsTheLoop);
        isRunning.Pass();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, DoNothing));

        Assert.AreEqual("Kitchen", thrown.Loop?.Name);
        Assert.AreEqual(EventLoopState.Running, thrown.Loop!.State);
        Assert.Contains(nameof(HoldsTheLoop), thrown.Loop.Running?.Call!);
        release.Open();
        void HoldsTheLoop()
        {
            isRunning.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void Message_SaysCallTimeoutLoopAndCulprit()
    {
        using var loop = TestLoop.Start("Kitchen");
        var isRunning = new Gate();
        var release = new Gate();
        loop.Post(HoldsTheLoop);
        isRunning.Pass();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, DoNothing));

        Assert.Contains(nameof(DoNothing), thrown.Message);
        Assert.Contains("20 ms", thrown.Message);
        Assert.Contains("Kitchen", thrown.Message);
        Assert.Contains(nameof(HoldsTheLoop), thrown.Message);
        release.Open();
        void HoldsTheLoop()
        {
            isRunning.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void Timeout_OfALoopThatWasNeverStarted_SaysSo()
    {
        using var loop = new EventLoop(new EventLoopOptions { Name = "Kitchen" });

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, DoNothing));

        Assert.IsTrue(thrown.IsWithdrawn);
        Assert.AreEqual(EventLoopState.Created, thrown.Loop?.State);
        Assert.Contains("start", thrown.Message);
    }

    [TestMethod]
    public void Timeout_FollowedByTheResult_IsForgotten()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
        Assert.IsNull(result.OriginalFailure());
        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void Timeouts_Many_LeaveNothingBehind()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();

        for (var call = 0; call < 1000; call++)
            Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, DoNothing));
        release.Open();
        loop.CatchUp();

        var snapshot = loop.GetSnapshot();
        Assert.AreEqual(0, snapshot.QueuedCount);
        Assert.IsEmpty(snapshot.Pending);
    }

    private static void DoNothing()
    {
    }

    private static Task NeverEnds() => Never();

    private static Task Never() => new TaskCompletionSource().Task;
}
