namespace Crochet.Tests;

/// <summary>What a thread knows of the loop it is in.</summary>
[TestClass]
public sealed class EventLoopCurrentTests
{
    [TestMethod]
    public void Current_OutsideAnyLoop_IsNull()
    {
        using var loop = TestLoop.Start();

        Assert.IsNull(EventLoop.Current);
        Assert.IsFalse(loop.IsInLoopThread);
    }

    [TestMethod]
    public void Current_InACallback_IsTheLoop()
    {
        using var loop = TestLoop.Start();

        var (current, isInLoopThread) = loop.WaitFor(TestTimeouts.MustNotElapse, () => (EventLoop.Current, loop.IsInLoopThread));

        Assert.AreSame(loop, current);
        Assert.IsTrue(isInLoopThread);
    }

    [TestMethod]
    public void Current_WithTwoLoops_IsTheOneWhoseThreadItIs()
    {
        using var first = TestLoop.Start("first");
        using var second = TestLoop.Start("second");

        var seen = first.WaitFor(TestTimeouts.MustNotElapse, () => (EventLoop.Current, first.IsInLoopThread, second.IsInLoopThread));

        Assert.AreEqual((first, true, false), seen);
    }

    [TestMethod]
    public void Current_AfterAwaits_IsStillTheLoop()
    {
        using var loop = TestLoop.Start();

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            var afterYield = EventLoop.Current;
            await Task.Run(() => { });
            return (afterYield, EventLoop.Current);
        });

        Assert.AreEqual((loop, loop), seen);
    }

    [TestMethod]
    public void Current_InAThreadThatALoopStarted_IsNull()
    {
        using var loop = TestLoop.Start();

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, () => Task.Run(() => EventLoop.Current));

        Assert.IsNull(seen);
    }

    [TestMethod]
    public void SynchronizationContext_InACallback_IsTheLoops()
    {
        using var loop = TestLoop.Start();

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, () => SynchronizationContext.Current);

        Assert.AreEqual(loop.SynchronizationContext, seen);
    }

    [TestMethod]
    public void SynchronizationContext_Post_RunsOnTheLoopThreadWithItsState()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<(object?, bool)>();

        loop.SynchronizationContext.Post(state => seen.SetResult((state, loop.IsInLoopThread)), "state");

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(("state", true), seen.Task.Result);
    }

    [TestMethod]
    public void SynchronizationContext_PostedCallbackThrows_IsReportedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);

        loop.SynchronizationContext.Post(_ => throw new InvalidOperationException("posted"), null);

        Assert.AreEqual("posted", reported.Single().Failure.Exception.Message);
        loop.CatchUp();
    }

    [TestMethod]
    public void SynchronizationContext_SendFromAnotherThread_HasRunOnReturn()
    {
        using var loop = TestLoop.Start();
        var ranInLoop = false;

        loop.SynchronizationContext.Send(_ => ranInLoop = loop.IsInLoopThread, null);

        Assert.IsTrue(ranInLoop);
    }

    [TestMethod]
    public void SynchronizationContext_SendFromTheLoopThread_RunsInPlace()
    {
        using var loop = TestLoop.Start();

        var ran = loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            var isRun = false;
            loop.SynchronizationContext.Send(_ => isRun = true, null);
            return isRun;
        });

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void SynchronizationContext_NullCallback_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.SynchronizationContext.Post(null!, null));
    }

    [TestMethod]
    public void TaskScheduler_OfTheLoopsContext_RunsTasksOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var scheduler = loop.WaitFor(TestTimeouts.MustNotElapse, TaskScheduler.FromCurrentSynchronizationContext);

        var task = Task.Factory.StartNew(
            () => loop.IsInLoopThread, CancellationToken.None, TaskCreationOptions.None, scheduler);

        Assert.IsTrue(task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(task.Result);
    }

    [TestMethod]
    public void Await_OfWhatEndsElsewhere_ResumesOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var elsewhere = new TaskCompletionSource();
        var result = loop.RunInReactor(async () =>
        {
            await elsewhere.Task;
            return loop.IsInLoopThread;
        });
        loop.CatchUp();

        elsewhere.SetResult();

        Assert.IsTrue(result.Value());
    }

    [TestMethod]
    public void Await_WithoutTheContext_StillEndsTheCall()
    {
        using var loop = TestLoop.Start();

        var wasInLoop = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return loop.IsInLoopThread;
        });

        Assert.IsFalse(wasInLoop);
    }

    [TestMethod]
    public void Await_InSeveralCalls_InterleavesThemAndNeverOverlaps()
    {
        using var loop = TestLoop.Start();
        var inside = 0;
        var overlaps = 0;

        var calls = Enumerable.Range(0, 20).Select(_ => loop.RunInReactor(async () =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                if (Interlocked.Increment(ref inside) != 1)
                    overlaps++;
                Interlocked.Decrement(ref inside);
                await Task.Yield();
            }
        })).ToList();
        calls.ForEach(call => call.UntilEnded());

        Assert.AreEqual(0, overlaps);
    }
}
