namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopWaitForTests
{
    [TestMethod]
    public void WaitFor_Action_HasRunOnReturn()
    {
        using var loop = TestLoop.Start();
        var ranInLoop = false;

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { ranInLoop = loop.IsInLoopThread; });

        Assert.IsTrue(ranInLoop);
    }

    [TestMethod]
    public void WaitFor_Function_ReturnsItsValue()
    {
        using var loop = TestLoop.Start();

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));
    }

    [TestMethod]
    public void WaitFor_FunctionOfATask_ReturnsWhenTheTaskHasEnded()
    {
        using var loop = TestLoop.Start();
        var ended = false;

        loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            ended = true;
        });

        Assert.IsTrue(ended);
    }

    [TestMethod]
    public void WaitFor_FunctionOfATaskWithAValue_ReturnsTheValue()
    {
        using var loop = TestLoop.Start();

        var value = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            return 42;
        });

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void WaitFor_FunctionThatTakesAToken_ReturnsTheValue()
    {
        using var loop = TestLoop.Start();

        Assert.IsTrue(loop.WaitFor(TestTimeouts.MustNotElapse, token => Task.FromResult(token.CanBeCanceled)));
    }

    [TestMethod]
    public void WaitFor_FunctionWithoutValueThatTakesAToken_HasRunOnReturn()
    {
        using var loop = TestLoop.Start();
        var ran = false;

        loop.WaitFor(TestTimeouts.MustNotElapse, async token =>
        {
            await Task.Yield();
            ran = token.CanBeCanceled;
        });

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void WaitFor_FunctionThrows_ThrowsTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, new Action(() => throw thrown))));
        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, new Func<int>(() => throw thrown))));
        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => Task.FromException(thrown))));
        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => Task.FromException<int>(thrown))));
    }

    [TestMethod]
    public void WaitFor_FunctionThrows_IsNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var reported = new ReportedFailures(loop);

        Assert.ThrowsExactly<InvalidOperationException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, new Action(() => throw new InvalidOperationException("thrown"))));
        Wait.Collect();
        loop.CatchUp();

        Assert.AreEqual(0, reported.Count);
        Assert.IsEmpty(logs.At(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [TestMethod]
    public void WaitFor_FromManyThreads_EachGetsItsOwn()
    {
        using var loop = TestLoop.Start();

        var callers = Caller.StartTogether(8, caller =>
        {
            for (var call = 0; call < 500; call++)
            {
                var expected = (caller * 1000) + call;
                Assert.AreEqual(expected, loop.WaitFor(TestTimeouts.MustNotElapse, () => expected));
            }
            return true;
        });

        foreach (var caller in callers)
            caller.Join();
    }

    [TestMethod]
    public void WaitFor_CallIsQueuedAtTheTimeout_IsWithdrawnAndNeverRuns()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var ran = false;

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(
            () => loop.WaitFor(TestTimeouts.MustElapse, () => { ran = true; }));

        Assert.IsTrue(thrown.IsWithdrawn);
        Assert.AreEqual(CallPhase.Queued, thrown.Phase);
        release.Open();
        loop.CatchUp();
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void WaitFor_CallIsAwaitingAtTheTimeout_ItsTokenIsSignalledOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var signalled = new TaskCompletionSource<bool>();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, token =>
        {
            token.Register(() => signalled.SetResult(loop.IsInLoopThread));
            return Task.Delay(Timeout.Infinite, token);
        }));

        Assert.IsFalse(thrown.IsWithdrawn);
        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
    }

    [TestMethod]
    public void WaitFor_CallIsRunningAtTheTimeout_ThrowsWhileTheLoopIsHeld()
    {
        using var loop = TestLoop.Start();
        var release = new Gate();

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, release.Pass));

        Assert.IsFalse(thrown.IsWithdrawn);
        release.Open();
        loop.CatchUp();
    }

    [TestMethod]
    public void WaitFor_CallIsRunningAtTheTimeout_ItsTokenIsSignalledAfterTheTurn()
    {
        using var loop = TestLoop.Start();
        var release = new Gate();
        var isSignalledInTheTurn = true;
        var signalled = new Gate();

        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, token =>
        {
            token.Register(signalled.Open);
            release.Pass();
            isSignalledInTheTurn = token.IsCancellationRequested;
            return Task.Delay(Timeout.Infinite, token);
        }));
        release.Open();

        signalled.Pass();
        Assert.IsFalse(isSignalledInTheTurn);
    }

    [TestMethod]
    public void WaitFor_TimeoutZeroAndTheLoopIsHeld_IsWithdrawn()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var ran = false;

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, () => { ran = true; }));

        Assert.IsTrue(thrown.IsWithdrawn);
        release.Open();
        loop.CatchUp();
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void WaitFor_TimeoutZero_EitherReturnsOrTimesOut()
    {
        using var loop = TestLoop.Start();

        for (var call = 0; call < 200; call++)
        {
            var ran = false;
            try
            {
                loop.WaitFor(TimeSpan.Zero, () => { ran = true; });
                Assert.IsTrue(ran);
            }
            catch (CrochetTimeoutException exception) when (exception.IsWithdrawn)
            {
                loop.CatchUp();
                Assert.IsFalse(ran);
            }
            catch (CrochetTimeoutException)
            {
                loop.CatchUp();
                Assert.IsTrue(ran);
            }
        }
    }

    [TestMethod]
    public void WaitFor_LongestTimeout_Returns()
    {
        using var loop = TestLoop.Start();

        Assert.AreEqual(42, loop.WaitFor(TimeSpan.MaxValue, () => 42));
    }

    [TestMethod]
    public void WaitFor_NegativeTimeout_ThrowsAndQueuesNothing()
    {
        using var loop = new EventLoop();

        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => loop.WaitFor(TimeSpan.FromSeconds(-3), () => { }));

        Assert.AreEqual("timeout", thrown.ParamName);
        Assert.Contains("-00:00:03", thrown.Message);
        Assert.AreEqual(0, loop.GetSnapshot().QueuedCount);
    }

    [TestMethod]
    public void WaitFor_OnTheLoopThread_ThrowsDeadlockAndRunsNothing()
    {
        using var loop = TestLoop.Start("Kitchen");
        var ran = false;

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(() => loop.WaitFor(
            TestTimeouts.MustNotElapse, () => { loop.WaitFor(TestTimeouts.MustNotElapse, () => { ran = true; }); }));

        loop.CatchUp();
        Assert.IsFalse(ran);
        Assert.AreSequenceEqual(["Kitchen", "Kitchen"], thrown.Cycle);
    }

    [TestMethod]
    public void WaitFor_OnTheLoopThreadWithTimeoutZero_ThrowsDeadlock()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => loop.WaitFor(TimeSpan.Zero, () => 1)));
    }

    [TestMethod]
    public void WaitFor_OnAnotherLoopsThread_Returns()
    {
        using var first = TestLoop.Start("first");
        using var second = TestLoop.Start("second");

        var value = first.WaitFor(TestTimeouts.MustNotElapse, () => second.WaitFor(TestTimeouts.MustNotElapse, () => 42));

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void WaitFor_LoopStopsMeanwhile_ThrowsEventLoopStopped()
    {
        using var loop = TestLoop.Start("Kitchen");
        var waiting = Caller.Start(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => new TaskCompletionSource().Task)).UntilBlocked();

        loop.Stop();

        Assert.AreEqual("Kitchen", Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join()).LoopName);
    }

    [TestMethod]
    public void WaitFor_Null_Throws()
    {
        using var loop = TestLoop.Start();
        var timeout = TestTimeouts.MustNotElapse;

        Action[] calls =
        [
            () => loop.WaitFor(timeout, (Action)null!),
            () => loop.WaitFor(timeout, (Func<int>)null!),
            () => loop.WaitFor(timeout, (Func<Task>)null!),
            () => loop.WaitFor(timeout, (Func<Task<int>>)null!),
            () => loop.WaitFor(timeout, (Func<CancellationToken, Task>)null!),
            () => loop.WaitFor(timeout, (Func<CancellationToken, Task<int>>)null!),
        ];

        foreach (var call in calls)
            Assert.AreEqual("function", Assert.ThrowsExactly<ArgumentNullException>(call).ParamName);
    }
}
