namespace Crochet.Tests.Driving;

[TestClass]
public class DisposalTests
{
    [TestMethod]
    public void Dispose_StopsTheLoop()
    {
        var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => 1);

        test.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
        Assert.IsTrue(test.Loop.Completion.IsCompletedSuccessfully);
        Assert.IsInstanceOfType<EventLoopStoppedException>(call.OriginalFailure()?.Exception);
    }

    [TestMethod]
    public void Dispose_Again_DoesNothing()
    {
        var test = new TestLoop();
        test.Dispose();

        test.Dispose();
    }

    [TestMethod]
    public void Dispose_WithCallersThatWait_ThrowsStoppedInThem()
    {
        var test = new TestLoop();
        var seen = new List<Exception>();
        void Catch(Action wait)
        {
            try
            {
                wait();
            }
            catch (Exception exception)
            {
                seen.Add(exception);
            }
        }

        test.AddCaller(() => Catch(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => new TaskCompletionSource().Task)));
        test.AddCaller(() => Catch(() => EventualResult.FromTask(new TaskCompletionSource().Task).Wait(Timeout.InfiniteTimeSpan)));
        EventualResult never = new TaskCompletionSource().Task;
        test.AddCaller(() => Catch(() => EventualResult.WaitAny([never], Timeout.InfiniteTimeSpan)));
        test.RunUntilIdle();

        test.Dispose();

        Assert.HasCount(3, seen);
        Assert.IsTrue(seen.TrueForAll(exception => exception is EventLoopStoppedException));
    }

    [TestMethod]
    public void Dispose_WithACallerThatAwaitsACall_ThrowsStoppedInIt()
    {
        var test = new TestLoop();
        Exception? seen = null;
        test.AddCaller(async () =>
        {
            try
            {
                await test.Loop.RunInReactor(() => new TaskCompletionSource().Task);
            }
            catch (EventLoopStoppedException exception)
            {
                seen = exception;
            }
        });
        test.RunUntilIdle();

        test.Dispose();

        Assert.IsNotNull(seen);
    }

    [TestMethod]
    public void Dispose_WithACallerThatCallsAgain_RefusesThat()
    {
        var test = new TestLoop();
        var ends = new List<CallEnd>();
        test.AddCaller(() =>
        {
            for (var call = 0; call < 3; call++)
                ends.Add(Calls.EndOf(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => new TaskCompletionSource().Task)));
        });
        test.RunUntilIdle();

        test.Dispose();

        CollectionAssert.AreEqual(new[] { CallEnd.Stopped, CallEnd.Stopped, CallEnd.Stopped }, ends);
    }

    [TestMethod]
    public void Dispose_WithACallerThatHasNotBegun_NeverBeginsIt()
    {
        var test = new TestLoop();
        var ran = false;
        test.AddCaller(() => ran = true);

        test.Dispose();

        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void Dispose_WithACallerThatAwaits_EndsItsThread()
    {
        var test = new TestLoop();
        test.AddCaller(() => new TaskCompletionSource().Task);
        test.RunUntilIdle();

        test.Dispose();
    }

    [TestMethod]
    public void Dispose_WithCallsThatCleanUp_LetsThemEndInVirtualTime()
    {
        var test = new TestLoop();
        var cleaned = false;
        test.Loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, test.Loop.TimeProvider, token);
            }
            finally
            {
                await Task.Delay(TimeSpan.FromSeconds(1), test.Loop.TimeProvider, CancellationToken.None);
                cleaned = true;
            }
        });
        test.RunUntilIdle();

        test.Dispose();

        Assert.IsTrue(cleaned);
    }

    [TestMethod]
    public void Dispose_OnAnotherThread_StopsTheLoop()
    {
        var test = new TestLoop();
        test.AddCaller(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => new TaskCompletionSource().Task));
        test.RunUntilIdle();

        var thread = new Thread(test.Dispose);
        thread.Start();

        Assert.IsTrue(thread.Join(TimeSpan.FromSeconds(15)));
        Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
    }

    [TestMethod]
    public void DisposeOfTheLoop_ByACaller_WaitsForItsStop()
    {
        using var test = new TestLoop();
        var state = EventLoopState.Created;
        test.AddCaller(() =>
        {
            test.Loop.Dispose();
            state = test.Loop.State;
        });

        test.RunToEnd();

        Assert.AreEqual(EventLoopState.Stopped, state);
    }

    [TestMethod]
    public void StopAsync_AwaitedByACaller_EndsWhenTheLoopHasStopped()
    {
        using var test = new TestLoop();
        var state = EventLoopState.Created;
        test.AddCaller(async () =>
        {
            await test.Loop.StopAsync(TimeSpan.FromSeconds(5));
            state = test.Loop.State;
        });

        test.RunToEnd();

        Assert.AreEqual(EventLoopState.Stopped, state);
    }
}
