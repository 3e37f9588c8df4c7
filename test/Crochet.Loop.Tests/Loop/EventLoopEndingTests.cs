namespace Crochet.Tests;

/// <summary>What still runs when a loop stops: what the tokens of its calls have woken, within a bound.</summary>
[TestClass]
public sealed class EventLoopEndingTests
{
    [TestMethod]
    public void Stop_CancellationComesByWayOfTheThreadPool_FinallyRunsOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var cleanedUp = new TaskCompletionSource<bool>();
        loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Run(() => Task.Delay(Timeout.InfiniteTimeSpan, token), CancellationToken.None);
            }
            finally
            {
                await Task.Run(() => { }, CancellationToken.None);
                cleanedUp.SetResult(loop.IsInLoopThread);
            }
        });
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(cleanedUp.Task.IsCompleted);
        Assert.IsTrue(cleanedUp.Task.Result);
    }

    [TestMethod]
    public void Stop_FinallyAwaitsTheLoopsTime_RunsToItsEnd()
    {
        using var loop = TestLoop.Start();
        var cleanedUp = false;
        loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                await Task.Delay(TestTimeouts.MustElapse, loop.TimeProvider, CancellationToken.None);
                cleanedUp = true;
            }
        });
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(cleanedUp);
    }

    [TestMethod]
    public void Stop_ContinuationsQueuedBeforeTheTokens_RunAfterThem()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var order = new List<string>();
        using var registration = loop.Stopping.Register(() => order.Add("token"));
        loop.SynchronizationContext.Post(_ => order.Add("continuation"), null);

        loop.Stop();
        release.Open();
        loop.UntilStopped();

        Assert.AreSequenceEqual(["token", "continuation"], order);
    }

    [TestMethod]
    public void Stop_ContinuationPostedByTheLastTurns_Runs()
    {
        using var loop = TestLoop.Start();
        var turns = 0;
        using var registration = loop.Stopping.Register(async () =>
        {
            for (; turns < 100; turns++)
                await Task.Yield();
        });

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(100, turns);
    }

    [TestMethod]
    public void Stop_CodeThatPostsForEver_IsBounded()
    {
        using var loop = TestLoop.Start();
        void Again(object? _) => loop.SynchronizationContext.Post(Again, null);
        Again(null);

        loop.Stop();

        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_CallThatIsDeafToItsToken_IsAbandonedAfterTwoSeconds()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var signalled = new Gate();
        loop.RunInReactor(token =>
        {
            token.Register(signalled.Open);
            return new TaskCompletionSource().Task;
        });
        loop.CatchUp();

        loop.Stop();
        signalled.Pass();
        loop.UntilItHasLooked();
        Assert.IsFalse(loop.Completion.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        loop.UntilStopped();
        Assert.IsTrue(loop.GetSnapshot().Pending.Single().IsAbandoned);
    }

    [TestMethod]
    public void Stop_AdoptedLoop_DoesNotBlockTheOwnersThreadMeanwhile()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var signalled = new Gate();
        var cleanUp = new TaskCompletionSource();
        var cleanedUp = false;
        loop.RunInReactor(async token =>
        {
            token.Register(signalled.Open);
            await cleanUp.Task;
            cleanedUp = true;
        });
        loop.CatchUp();

        loop.Stop();
        signalled.Pass();
        Assert.AreEqual(42, context.Invoke(() => 42));
        cleanUp.SetResult();

        loop.UntilStopped();
        Assert.IsTrue(cleanedUp);
    }

    [TestMethod]
    public void Stop_ContinuationThatComesLater_IsDroppedQuietly()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        loop.Stop();
        loop.UntilStopped();

        loop.SynchronizationContext.Post(_ => throw new InvalidOperationException("ran"), null);

        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void Callback_LeavesItsOwnSynchronizationContextBehind_NextTurnHasTheLoops()
    {
        using var loop = TestLoop.Start();
        SynchronizationContext? inResumed = null;
        var call = loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                inResumed = SynchronizationContext.Current;
            }
        });
        loop.RunInReactor(token =>
        {
            token.Register(() => SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()));
            return Task.CompletedTask;
        });
        loop.Post(() => SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()));
        var afterPost = loop.WaitFor(TestTimeouts.MustNotElapse, () => SynchronizationContext.Current);
        using var registration =
            loop.Stopping.Register(() => SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()));

        loop.Stop();
        loop.UntilStopped();

        Assert.AreSame(loop.SynchronizationContext, afterPost);
        Assert.AreSame(loop.SynchronizationContext, inResumed);
        Assert.IsTrue(call.IsCompleted);
    }

    [TestMethod]
    public void Stop_LoopNeverStarted_LeavesTheStoppersContextAlone()
    {
        using var loop = new EventLoop();
        using var registration = loop.Stopping.Register(() => { });
        var before = SynchronizationContext.Current;

        loop.Stop();

        Assert.AreSame(before, SynchronizationContext.Current);
    }
}
