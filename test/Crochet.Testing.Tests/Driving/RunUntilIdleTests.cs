namespace Crochet.Tests.Driving;

[TestClass]
public class RunUntilIdleTests
{
    [TestMethod]
    public void RunUntilIdle_WithNothingToRun_RunsNoTurn()
    {
        using var test = new TestLoop();

        Assert.AreEqual(0, test.RunUntilIdle());
    }

    [TestMethod]
    public void Post_BeforeDriving_DoesNotRun()
    {
        using var test = new TestLoop();
        var ran = false;

        test.Loop.Post(() => ran = true);

        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void RunUntilIdle_WithPosts_RunsThemInOrderAndCountsThem()
    {
        using var test = new TestLoop();
        var ran = new List<int>();
        test.Loop.Post(() => ran.Add(1));
        test.Loop.Post(() => ran.Add(2));

        var turns = test.RunUntilIdle();

        Assert.AreEqual(2, turns);
        CollectionAssert.AreEqual(new[] { 1, 2 }, ran);
    }

    [TestMethod]
    public void RunUntilIdle_WithWhatATurnMakesReady_RunsThatToo()
    {
        using var test = new TestLoop();
        var ran = false;
        test.Loop.Post(() => test.Loop.Post(() => ran = true));

        Assert.AreEqual(2, test.RunUntilIdle());
        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void RunUntilIdle_WithACallThatWasCancelled_DoesNotCountIt()
    {
        using var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => { });
        call.Cancel();

        Assert.AreEqual(0, test.RunUntilIdle());
        Assert.IsTrue(call.IsCanceled);
    }

    [TestMethod]
    public void RunUntilIdle_Turns_RunOnTheTestsThreadInTheLoop()
    {
        using var test = new TestLoop();
        Thread? thread = null;
        EventLoop? current = null;
        SynchronizationContext? context = null;
        test.Loop.Post(() => (thread, current, context) = (Thread.CurrentThread, EventLoop.Current, SynchronizationContext.Current));

        test.RunUntilIdle();

        Assert.AreSame(Thread.CurrentThread, thread);
        Assert.AreSame(test.Loop, current);
        Assert.AreSame(test.Loop.SynchronizationContext, context);
        Assert.IsNull(EventLoop.Current);
        Assert.AreNotSame(test.Loop.SynchronizationContext, SynchronizationContext.Current);
    }

    [TestMethod]
    public void RunUntilIdle_WithTimersThatAreNotDue_LeavesTimeAsItIs()
    {
        using var test = new TestLoop();
        var ran = false;
        using var timer = test.Loop.CallLater(TimeSpan.FromSeconds(1), () => ran = true);
        var before = test.Time.GetUtcNow();

        test.RunUntilIdle();

        Assert.IsFalse(ran);
        Assert.AreEqual(before, test.Time.GetUtcNow());
    }

    [TestMethod]
    public void RunUntilIdle_WithTurnsWithoutEnd_SaysSo()
    {
        using var test = new TestLoop();
        void Again() => test.Loop.Post(Again);
        test.Loop.Post(Again);

        var failure = Assert.ThrowsExactly<ScheduleException>(() => test.RunUntilIdle());

        StringAssert.Contains(failure.Message, "again and again");
    }

    [TestMethod]
    public void RunInReactor_AfterDriving_HasItsResult()
    {
        using var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => 42);
        Assert.IsFalse(call.TryGetResult(out _));

        test.RunUntilIdle();

        Assert.IsTrue(call.TryGetResult(out var value));
        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void RunInReactor_ThatAwaits_GoesOnWhenDriven()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>();
        var call = test.Loop.RunInReactor(async () => await source.Task + 1);
        test.RunUntilIdle();
        Assert.IsFalse(call.IsCompleted);

        source.SetResult(41);
        Assert.IsFalse(call.IsCompleted);
        test.RunUntilIdle();

        Assert.IsTrue(call.TryGetResult(out var value));
        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void RunUntilIdle_WithWorkInTheThreadPool_DoesNotWaitForIt()
    {
        using var test = new TestLoop();
        using var open = new ManualResetEventSlim();
        var work = Task.Run(() =>
        {
            open.Wait();
            return 41;
        });
        var call = test.Loop.RunInReactor(async () => await work + 1);

        test.RunUntilIdle();
        Assert.IsFalse(call.IsCompleted);
        open.Set();
        Assert.IsTrue(work.Wait(TimeSpan.FromSeconds(15)));
        SpinWait.SpinUntil(() => test.RunUntilIdle() > 0, TimeSpan.FromSeconds(15));

        Assert.IsTrue(call.TryGetResult(out var value));
        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void Wait_OnTheTestsThreadBetweenDrivings_ThrowsDeadlock()
    {
        using var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => 42);

        Assert.ThrowsExactly<EventLoopDeadlockException>(() => call.Wait(TimeSpan.FromSeconds(1)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => test.Loop.WaitFor(TimeSpan.FromSeconds(1), () => 1));
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => EventualResult.WaitAll([call], TimeSpan.FromSeconds(1)));
        test.RunUntilIdle();
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => call.Wait(TimeSpan.FromSeconds(1)));
    }

    [TestMethod]
    public void Wait_InATurn_ThrowsDeadlock()
    {
        using var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => test.Loop.WaitFor(TimeSpan.FromSeconds(1), () => 1));

        test.RunUntilIdle();

        Assert.ThrowsExactly<EventLoopDeadlockException>(() => call.TryGetResult(out _));
    }

    [TestMethod]
    public void TwoTestLoops_OnOneThread_AreDrivenEachByItself()
    {
        using var one = new TestLoop();
        using var other = new TestLoop();
        var ofOne = one.Loop.RunInReactor(() => EventLoop.Current);
        var ofOther = other.Loop.RunInReactor(() => EventLoop.Current);

        one.RunUntilIdle();
        Assert.IsFalse(ofOther.IsCompleted);
        other.RunUntilIdle();

        Assert.IsTrue(ofOne.TryGetResult(out var loopOfOne));
        Assert.AreSame(one.Loop, loopOfOne);
        Assert.IsTrue(ofOther.TryGetResult(out var loopOfOther));
        Assert.AreSame(other.Loop, loopOfOther);
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => ofOne.Wait(TimeSpan.FromSeconds(1)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => ofOther.Wait(TimeSpan.FromSeconds(1)));
    }

    [TestMethod]
    public void Loop_FromTheBeginning_IsRunning()
    {
        using var test = new TestLoop();

        test.Loop.Start();

        Assert.AreEqual(EventLoopState.Running, test.Loop.State);
        var failure = Assert.ThrowsExactly<InvalidOperationException>(test.Loop.Run);
        StringAssert.Contains(failure.Message, "TestLoop");
    }
}
