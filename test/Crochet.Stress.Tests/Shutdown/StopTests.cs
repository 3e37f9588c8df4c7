using Crochet.Calls;

namespace Crochet.Stress.Shutdown;

/// <summary>What the races found, or the search for them, each on its own.</summary>
[TestClass]
public sealed class StopTests
{
    [TestMethod]
    public void Stop_NeverStartedWithAPostedContinuation_EndsAndRunsNothing()
    {
        var loop = new EventLoop();
        var ran = false;
        loop.SynchronizationContext.Post(_ => ran = true, null);

        loop.Stop();

        loop.UntilStopped();
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void StopAsync_StoppingCallbackWaitsForACaller_CallerIsToldAtTheDrainsEnd()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);
        loop.CatchUp();
        var caller = new Thread(() => Assert.ThrowsExactly<EventLoopStoppedException>(() => result.Wait(TestTimeouts.MustNotElapse)));
        caller.Start();
        var isWaiting = new Gate();
        var hasEnded = false;
        loop.Stopping.Register(() =>
        {
            isWaiting.Open();
            hasEnded = caller.Join(TestTimeouts.MustNotElapse);
        });

        loop.StopAsync(TimeSpan.FromSeconds(1));
        isWaiting.Pass();
        loop.Stop();

        loop.UntilStopped();
        Assert.IsTrue(hasEnded);
    }

    [TestMethod]
    public void Run_WhereTheFlowOfTheContextIsSuppressed_Runs()
    {
        var loop = new EventLoop();
        var result = loop.RunInReactor(() => 1);
        loop.Post(loop.Stop);
        var thread = new Thread(() =>
        {
            ExecutionContext.SuppressFlow();
            loop.Run();
        });

        thread.Start();

        Assert.AreEqual(1, result.Value());
        Assert.IsTrue(thread.Join(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void WaitFor_CallersTokenFiresWhileTheCallRuns_NextCallOfTheThreadIsLeftAlone()
    {
        using var loop = TestLoop.Start();
        using var source = new CancellationTokenSource();
        Func<int> body = () =>
        {
            source.Cancel();
            return 1;
        };
        Assert.AreEqual(1, loop.Calls.Block<int>(FunctionInvoker<int>.Instance, body, TestTimeouts.MustNotElapse, source.Token));

        for (var i = 0; i < 100; i++)
            Assert.AreEqual(i, loop.WaitFor(TestTimeouts.MustNotElapse, () => i));
    }
}
