namespace Crochet.Tests;

/// <summary>Which overload a function takes, and what a null that it returns does.</summary>
[TestClass]
public sealed class EventLoopOverloadTests
{
    [TestMethod]
    public void RunInReactor_FunctionOfAValueTask_IsAwaited()
    {
        using var loop = TestLoop.Start();
        var end = new TaskCompletionSource();

        EventualResult result = loop.RunInReactor(() => new ValueTask(end.Task));

        Assert.IsFalse(result.TryWait(TestTimeouts.MustElapse));
        end.SetResult();
        result.UntilEnded();
    }

    [TestMethod]
    public void RunInReactor_FunctionOfAValueTaskWithAValue_GivesTheValue()
    {
        using var loop = TestLoop.Start();

        EventualResult<int> inPlace = loop.RunInReactor(() => new ValueTask<int>(1));
        EventualResult<int> later = loop.RunInReactor(async ValueTask<int> () =>
        {
            await Task.Yield();
            return 2;
        });

        Assert.AreEqual((1, 2), (inPlace.Value(), later.Value()));
    }

    [TestMethod]
    public void RunInReactor_FunctionOfAResult_EndsAsThatDoes()
    {
        using var loop = TestLoop.Start();

        EventualResult<int> typed = loop.RunInReactor(() => EventualResult.FromResult(3));
        EventualResult untyped = loop.RunInReactor(() => EventualResult.FromException(new FormatException()));

        Assert.AreEqual(3, typed.Value());
        Assert.ThrowsExactly<FormatException>(untyped.UntilEnded);
    }

    [TestMethod]
    public void RunInReactor_AsyncLambda_IsAFunctionOfATask()
    {
        using var loop = TestLoop.Start();

        EventualResult untyped = loop.RunInReactor(async () => await Task.Yield());
        EventualResult<int> withToken = loop.RunInReactor(async token =>
        {
            await Task.Yield();
            return token.CanBeCanceled ? 4 : 0;
        });

        untyped.UntilEnded();
        Assert.AreEqual(4, withToken.Value());
    }

    [TestMethod]
    public void RunInReactor_ValueTaskWithToken_IsCancelledByIt()
    {
        using var loop = TestLoop.Start();
        var started = new Gate();
        var result = loop.RunInReactor(async ValueTask (CancellationToken token) =>
        {
            started.Open();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        started.Pass();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void RunInReactor_ExplicitTypeArgument_IsTheValue()
    {
        using var loop = TestLoop.Start();

        Assert.AreEqual(1, loop.RunInReactor<int>(() => 1).Value());
    }

    [TestMethod]
    public void WaitFor_ValueTasksAndResults_AreAwaited()
    {
        using var loop = TestLoop.Start();
        var timeout = TestTimeouts.MustNotElapse;

        loop.WaitFor(timeout, () => new ValueTask(Task.Delay(1)));
        loop.WaitFor(timeout, () => EventualResult.FromTask(Task.Delay(1)));
        loop.WaitFor(timeout, token => new ValueTask(Task.Delay(1, token)));

        Assert.AreEqual(1, loop.WaitFor(timeout, () => new ValueTask<int>(1)));
        Assert.AreEqual(2, loop.WaitFor(timeout, () => EventualResult.FromResult(2)));
        Assert.AreEqual(3, loop.WaitFor(timeout, _ => new ValueTask<int>(3)));
    }

    [TestMethod]
    public void Function_ReturnsNull_FailsWithItsName()
    {
        using var loop = TestLoop.Start();

        foreach (
            var result in new[] { loop.RunInReactor(NullTask), loop.RunInReactor(NullResult), loop.RunInReactor<int>((_, _) => null!) })
        {
            var thrown = Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);
            Assert.Contains(nameof(EventLoopOverloadTests), thrown.Message);
        }

        static Task NullTask() => null!;
        static EventualResult NullResult() => null!;
    }

    [TestMethod]
    public void NeverRan_OfEachException_IsWhatItSays()
    {
        Assert.IsTrue(EventLoop.NeverRan(new EventLoopStoppedException("A", isWithdrawn: true)));
        Assert.IsFalse(EventLoop.NeverRan(new EventLoopStoppedException("A")));
        Assert.IsTrue(EventLoop.NeverRan(new CrochetTimeoutException("Call", TimeSpan.Zero, isWithdrawn: true)));
        Assert.IsFalse(EventLoop.NeverRan(new CrochetTimeoutException("Call", TimeSpan.Zero)));
        Assert.IsTrue(EventLoop.NeverRan(new OwnException()));
        Assert.IsFalse(EventLoop.NeverRan(new InvalidOperationException()));
    }

    [TestMethod]
    public void Stop_WithCallsQueuedAndRunning_SaysWhichNeverRan()
    {
        var loop = TestLoop.Start();
        var started = new Gate();
        var never = new TaskCompletionSource();
        var running = loop.RunInReactor(() =>
        {
            started.Open();
            return never.Task;
        });
        started.Pass();
        var release = loop.Hold();
        var queued = loop.RunInReactor(() => { });

        loop.Stop();

        Assert.IsTrue(Assert.ThrowsExactly<EventLoopStoppedException>(queued.UntilEnded).IsWithdrawn);
        Assert.IsFalse(Assert.ThrowsExactly<EventLoopStoppedException>(running.UntilEnded).IsWithdrawn);
        Assert.IsTrue(Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.RunInReactor(() => { })).IsWithdrawn);
        release.Open();
        loop.UntilStopped();
    }

    private sealed class OwnException : Exception, INeverRan
    {
        public bool NeverRan => true;
    }
}
