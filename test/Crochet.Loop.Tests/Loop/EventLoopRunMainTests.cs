namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopRunMainTests
{
    [TestMethod]
    public void Run_Main_RunsOnTheLoopUntilItHasEnded()
    {
        using var loop = new EventLoop();
        var isInLoop = false;

        loop.Run(async () =>
        {
            await Task.Yield();
            isInLoop = loop.IsInLoopThread;
        });

        Assert.IsTrue(isInLoop);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Run_MainWithAValue_ReturnsIt()
    {
        using var loop = new EventLoop();

        var value = loop.Run(async () =>
        {
            await Task.Yield();
            return 42;
        });

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void Run_MainThrows_ThrowsThatAndNobodyReportsIt()
    {
        using var loop = new EventLoop();
        var reported = new ReportedFailures(loop);

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => loop.Run(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("main");
        }));

        Assert.AreEqual("main", thrown.Message);
        Assert.AreEqual(0, reported.Count);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Run_MainThrowsBeforeItsTask_ThrowsThat()
    {
        using var loop = new EventLoop();

        Assert.ThrowsExactly<InvalidOperationException>(() => loop.Run(Task () => throw new InvalidOperationException("main")));

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Run_MainIsCancelled_ThrowsThat()
    {
        using var loop = new EventLoop();

        Assert.Throws<OperationCanceledException>(() => loop.Run(() => Task.FromCanceled(new CancellationToken(canceled: true))));
    }

    [TestMethod]
    public void Run_Main_ComesAfterWhatWasQueuedBefore()
    {
        using var loop = new EventLoop();
        var order = new List<string>();
        loop.Post(() => order.Add("before"));

        loop.Run(() =>
        {
            order.Add("main");
            return Task.CompletedTask;
        });

        Assert.AreSequenceEqual(["before", "main"], order);
    }

    [TestMethod]
    public void Run_StoppedMeanwhile_ThrowsStopped()
    {
        using var loop = new EventLoop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Run(() =>
        {
            loop.Stop();
            return new TaskCompletionSource().Task;
        }));
    }

    [TestMethod]
    public void Run_MainOfALoopThatRuns_ThrowsAndMainNeverRuns()
    {
        using var loop = TestLoop.Start();
        var ran = false;

        Assert.ThrowsExactly<InvalidOperationException>(() => loop.Run(() =>
        {
            ran = true;
            return Task.CompletedTask;
        }));
        loop.CatchUp();

        Assert.IsFalse(ran);
        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Run_MainOfAStoppedLoop_ThrowsStopped()
    {
        using var loop = new EventLoop();
        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Run(() => Task.CompletedTask));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Run(() => Task.FromResult(1)));
    }

    [TestMethod]
    public void Run_NullMain_Throws()
    {
        using var loop = new EventLoop();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.Run(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => loop.Run<int>(null!));
    }
}
