namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopStartTests
{
    [TestMethod]
    public void Constructor_NothingStarted_IsCreatedAndHasNoThread()
    {
        using var loop = new EventLoop();

        Assert.AreEqual(EventLoopState.Created, loop.State);
        Assert.IsFalse(loop.IsInLoopThread);
        Assert.IsFalse(loop.Completion.IsCompleted);
        Assert.IsFalse(loop.Stopping.IsCancellationRequested);
    }

    [TestMethod]
    public void Constructor_NullOptions_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => new EventLoop(null!));

    [TestMethod]
    public void Start_NewLoop_Runs()
    {
        using var loop = new EventLoop();

        loop.Start();

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Start_NewLoop_RunsCallbacksOnAThreadOfItsOwn()
    {
        using var loop = TestLoop.Start();

        var thread = loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread);

        Assert.AreNotSame(Thread.CurrentThread, thread);
        Assert.IsFalse(thread.IsThreadPoolThread);
    }

    [TestMethod]
    public void Start_CallsMadeBefore_RunInTheirOrder()
    {
        using var loop = new EventLoop();
        var order = new List<int>();
        loop.Post(() => order.Add(1));
        loop.RunInReactor(() => order.Add(2));
        loop.Post(() => order.Add(3));
        var last = loop.RunInReactor(() => order.Add(4));

        loop.Start();
        last.UntilEnded();

        Assert.AreSequenceEqual([1, 2, 3, 4], order);
    }

    [TestMethod]
    public void Start_NotYetCalled_NothingRuns()
    {
        using var loop = new EventLoop();

        var result = loop.RunInReactor(() => { });

        Assert.IsFalse(result.TryWait(TestTimeouts.MustElapse));
        Assert.AreEqual(EventLoopState.Created, loop.State);
    }

    [TestMethod]
    public void Start_WaiterBlockedBefore_GetsItsResult()
    {
        using var loop = new EventLoop();
        var waiting = Caller.Start(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 42)).UntilBlocked();

        loop.Start();

        Assert.AreEqual(42, waiting.Join());
    }

    [TestMethod]
    public void Start_Again_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var thread = loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread);

        loop.Start();

        Assert.AreSame(thread, loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread));
        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Start_FromItsOwnCallback_DoesNothing()
    {
        using var loop = TestLoop.Start();

        loop.WaitFor(TestTimeouts.MustNotElapse, loop.Start);

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Start_FromManyThreads_MakesOneThread()
    {
        using var loop = new EventLoop();

        foreach (var starter in Caller.StartTogether(16, _ =>
        {
            loop.Start();
            return loop.WaitFor(TestTimeouts.MustNotElapse, () => Environment.CurrentManagedThreadId);
        }).DistinctBy(starter => starter.Join()).Skip(1))
        {
            Assert.Fail($"A second thread, {starter.Join()}, ran callbacks.");
        }
    }

    [TestMethod]
    public void Start_AfterStop_ThrowsEventLoopStopped()
    {
        using var loop = TestLoop.Start("Kitchen");
        loop.Stop();
        loop.UntilStopped();

        var thrown = Assert.ThrowsExactly<EventLoopStoppedException>(loop.Start);

        Assert.AreEqual("Kitchen", thrown.LoopName);
    }

    [TestMethod]
    public void Start_AfterStopOfALoopThatNeverRan_ThrowsEventLoopStopped()
    {
        using var loop = new EventLoop();
        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(loop.Start);
    }

    [TestMethod]
    public void Start_WhileRunHoldsAThread_DoesNothing()
    {
        using var loop = new EventLoop();
        var running = Caller.Start(loop.Run);
        var thread = loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread);

        loop.Start();

        Assert.AreSame(thread, loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread));
        loop.Stop();
        running.Join();
    }
}
