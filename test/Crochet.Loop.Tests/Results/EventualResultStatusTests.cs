namespace Crochet.Tests;

[TestClass]
public sealed class EventualResultStatusTests
{
    [TestMethod]
    public void Status_OfACallThatGoesOn_IsNone()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();

        Expect(loop.RunInReactor(() => work.Task), successful: false, faulted: false, cancelled: false);
        work.SetResult();
    }

    [TestMethod]
    public void Status_OfASuccess_IsCompletedSuccessfully() =>
        Expect(EventualResult.FromResult(1), successful: true, faulted: false, cancelled: false);

    [TestMethod]
    public void Status_OfAFailure_IsFaulted() =>
        Expect(EventualResult.FromException(new InvalidOperationException()), successful: false, faulted: true, cancelled: false);

    [TestMethod]
    public void Status_OfACancellation_IsCanceled()
    {
        var result = EventualResult.FromTask(new TaskCompletionSource().Task);
        result.Cancel();

        Expect(result, successful: false, faulted: false, cancelled: true);
    }

    [TestMethod]
    public void IsFaulted_OfAFailure_DoesNotRetrieveIt()
    {
        var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(new Action(() => throw new InvalidOperationException("nobody asked")));
        result.UntilCompleted();

        Assert.IsTrue(result.IsFaulted);

        loop.Dispose();
        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void TryGetResult_NotThere_IsFalse()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);

        Assert.IsFalse(result.TryGetResult(out _));
        work.SetResult(1);
    }

    [TestMethod]
    public void TryGetResult_OnTheLoopThread_GivesTheValue()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        result.UntilEnded();

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, () => result.TryGetResult(out var value) ? value : -1));
    }

    [TestMethod]
    public void TryGetResult_OfAFailure_ThrowsItAndRetrievesIt()
    {
        var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(new Func<int>(() => throw new FormatException()));
        result.UntilCompleted();

        Assert.ThrowsExactly<FormatException>(() => result.TryGetResult(out _));

        loop.Dispose();
        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void TryWait_TokenIsSignalled_EndsTheWaitAlone()
    {
        using var loop = TestLoop.Start();
        using var source = new CancellationTokenSource();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var caller = Caller.Start(() => result.TryWait(TestTimeouts.MustNotElapse, out _, source.Token)).UntilBlocked();

        source.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => caller.Join());
        Assert.IsFalse(result.IsCompleted);
        work.SetResult(1);
    }

    [TestMethod]
    public void Conversion_OfAResultOrATaskToAResultOfAnObject_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Convert(Task.CompletedTask));
        Assert.ThrowsExactly<ArgumentException>(() => Convert(EventualResult.Completed));
        Assert.ThrowsExactly<ArgumentException>(() => Convert(EventualResult.FromResult(1)));
        Assert.ThrowsExactly<ArgumentException>(() => Convert(new ValueTask<int>(1)));
        Assert.AreEqual("a value", Convert("a value").Wait(TimeSpan.Zero));
        static EventualResult<object> Convert(object value) => value;
    }

    private static void Expect(EventualResult result, bool successful, bool faulted, bool cancelled)
    {
        Assert.AreEqual(successful, result.IsCompletedSuccessfully);
        Assert.AreEqual(faulted, result.IsFaulted);
        Assert.AreEqual(cancelled, result.IsCanceled);
    }
}
