namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopRunTests
{
    [TestMethod]
    public void Run_OnTheCallingThread_RunsCallbacksThereUntilStopped()
    {
        using var loop = new EventLoop();
        Thread? seen = null;
        loop.Post(() =>
        {
            seen = Thread.CurrentThread;
            loop.Stop();
        });

        loop.Run();

        Assert.AreSame(Thread.CurrentThread, seen);
    }

    [TestMethod]
    public void Run_Stopped_LeavesTheThreadAsItWas()
    {
        using var loop = new EventLoop();
        var before = SynchronizationContext.Current;
        loop.Post(loop.Stop);

        loop.Run();

        Assert.AreSame(before, SynchronizationContext.Current);
        Assert.IsNull(EventLoop.Current);
        Assert.IsFalse(loop.IsInLoopThread);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        loop.UntilStopped();
    }

    [TestMethod]
    public void Run_CallsMadeBefore_AreRun()
    {
        using var loop = new EventLoop();
        var result = loop.RunInReactor(() => 7);
        loop.Post(loop.Stop);

        loop.Run();

        Assert.AreEqual(7, result.Value());
    }

    [TestMethod]
    public void Run_CalledFromAnotherThread_Serves()
    {
        using var loop = new EventLoop();
        var running = Caller.Start(loop.Run);

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));

        loop.Stop();
        running.Join();
    }

    [TestMethod]
    public void Run_StoppedFromAnotherThread_Returns()
    {
        using var loop = new EventLoop();
        var running = Caller.Start(loop.Run);
        loop.CatchUp();

        loop.Stop();

        running.Join();
    }

    [TestMethod]
    public void Run_AlreadyStarted_Throws()
    {
        using var loop = TestLoop.Start("Kitchen");

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(loop.Run);

        Assert.Contains("Kitchen", thrown.Message);
    }

    [TestMethod]
    public void Run_AlreadyRunningInAnotherThread_Throws()
    {
        using var loop = new EventLoop();
        var running = Caller.Start(loop.Run);
        loop.CatchUp();

        Assert.ThrowsExactly<InvalidOperationException>(loop.Run);

        loop.Stop();
        running.Join();
    }

    [TestMethod]
    public void Run_FromItsOwnCallback_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<InvalidOperationException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, loop.Run));
    }

    [TestMethod]
    public void Run_AfterStop_ThrowsEventLoopStopped()
    {
        using var loop = new EventLoop();
        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(loop.Run);
    }

    [TestMethod]
    public void Run_CallbackThrows_GoesOn()
    {
        using var loop = new EventLoop();
        var reported = new ReportedFailures(loop);
        loop.Post(() => throw new InvalidOperationException("thrown"));
        loop.Post(loop.Stop);

        loop.Run();

        Assert.AreEqual("thrown", reported.Single().Failure.Exception.Message);
    }
}
