namespace Crochet.Tests;

[TestClass]
public sealed class EventualResultTryWaitTests
{
    [TestMethod]
    public void TryWait_ResultIsThere_IsTrueWithTheValue()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        Assert.IsTrue(result.TryWait(TestTimeouts.MustNotElapse, out var value));

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void TryWait_ResultComesLater_IsTrueWithTheValue()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.TryWait(TestTimeouts.MustNotElapse, out var value) ? value : -1).UntilBlocked();

        work.SetResult(42);

        Assert.AreEqual(42, waiting.Join());
    }

    [TestMethod]
    public void TryWait_NoResultWithinTheTimeout_IsFalse()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);

        Assert.IsFalse(result.TryWait(TestTimeouts.MustElapse));
        Assert.IsFalse(result.TryWait(TestTimeouts.MustElapse, out var value));
        Assert.AreEqual(0, value);
    }

    [TestMethod]
    public void TryWait_FalseBefore_LaterWaitStillGetsIt()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        Assert.IsFalse(result.TryWait(TimeSpan.Zero));

        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void TryWait_CallFailed_ThrowsTheOriginalException()
    {
        using var loop = TestLoop.Start();
        var thrown = new DivideByZeroException();
        var result = loop.RunInReactor(new Func<int>(() => throw thrown));
        result.UntilCompleted();

        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.TryWait(TimeSpan.Zero)));
        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.TryWait(TimeSpan.Zero, out _)));
    }

    [TestMethod]
    public void TryWait_CallFailedWithATimeout_ThrowsItAndIsNotFalse()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(new Func<int>(() => throw new TimeoutException("the call's own")));
        result.UntilCompleted();

        Assert.AreEqual("the call's own", Assert.ThrowsExactly<TimeoutException>(() => result.TryWait(TimeSpan.Zero)).Message);
    }

    [TestMethod]
    public void TryWait_CallCancelled_ThrowsOperationCanceled()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);
        result.Cancel();

        Assert.Throws<OperationCanceledException>(() => result.TryWait(TestTimeouts.MustNotElapse));
        Assert.Throws<OperationCanceledException>(() => result.TryWait(TestTimeouts.MustNotElapse, out _));
    }

    [TestMethod]
    public void TryWait_ForEver_ReturnsWhenTheResultComes()
    {
        using var loop = TestLoop.Start();

        Assert.IsTrue(loop.RunInReactor(() => 42).TryWait(Timeout.InfiniteTimeSpan, out var value));

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void TryWait_LoopStopsMeanwhile_ThrowsEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);
        var waiting = Caller.Start(() => result.TryWait(TestTimeouts.MustNotElapse)).UntilBlocked();

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
    }
}
