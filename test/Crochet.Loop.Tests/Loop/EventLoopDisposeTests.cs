namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopDisposeTests
{
    [TestMethod]
    public void Dispose_RunningLoop_StopsIt()
    {
        var loop = TestLoop.Start();

        loop.Dispose();

        loop.UntilStopped();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Dispose_LoopNeverStarted_StopsIt()
    {
        var loop = new EventLoop();

        loop.Dispose();

        loop.UntilStopped();
    }

    [TestMethod]
    public void Dispose_Again_DoesNothing()
    {
        var loop = TestLoop.Start();

        loop.Dispose();
        loop.Dispose();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Post(() => { }));
    }

    [TestMethod]
    public void Dispose_OnTheLoopThread_DoesNotBlock()
    {
        var loop = TestLoop.Start();

        loop.Post(loop.Dispose);

        loop.UntilStopped();
    }

    [TestMethod]
    public void Dispose_WaitsLeft_GetEventLoopStopped()
    {
        var loop = TestLoop.Start();
        var waiting = Caller.Start(loop.RunInReactor(() => new TaskCompletionSource().Task).UntilEnded).UntilBlocked();

        loop.Dispose();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
    }

    [TestMethod]
    public async Task DisposeAsync_RunningLoop_EndsWhenItHasStopped()
    {
        var loop = TestLoop.Start();

        await loop.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.IsTrue(loop.Completion.IsCompleted);
    }

    [TestMethod]
    public void DisposeAsync_AwaitedOnTheLoopThread_DoesNotHang()
    {
        var loop = TestLoop.Start();
        var result = loop.RunInReactor(async () => await loop.DisposeAsync());

        loop.UntilStopped();

        Wait.Until(() => result.IsCompleted);
    }

    [TestMethod]
    public async Task DisposeAsync_AfterDispose_Ends()
    {
        var loop = TestLoop.Start();
        loop.Dispose();

        await loop.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);
    }
}
