namespace Crochet.Tests;

[TestClass]
public sealed class EventualResultOriginalFailureTests
{
    [TestMethod]
    public void OriginalFailure_NoResultYet_IsNullAndDoesNotBlock()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);

        Assert.IsNull(result.OriginalFailure());
    }

    [TestMethod]
    public void OriginalFailure_CallSucceeded_IsNull()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 3);
        result.UntilEnded();

        Assert.IsNull(result.OriginalFailure());
    }

    [TestMethod]
    public void OriginalFailure_CallFailed_HoldsTheException()
    {
        using var loop = TestLoop.Start();
        var thrown = new DivideByZeroException();
        var result = loop.RunInReactor(new Action(() => throw thrown));
        result.UntilCompleted();

        Assert.AreSame(thrown, result.OriginalFailure()?.Exception);
    }

    [TestMethod]
    public void OriginalFailure_CallCancelled_IsTheCancellation()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);
        result.Cancel();
        result.UntilCompleted();

        Assert.IsInstanceOfType<OperationCanceledException>(result.OriginalFailure()?.Exception);
    }

    [TestMethod]
    public void OriginalFailure_LoopStopped_IsEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);
        loop.Stop();
        loop.UntilStopped();

        Assert.IsInstanceOfType<EventLoopStoppedException>(result.OriginalFailure()?.Exception);
    }

    [TestMethod]
    public void OriginalFailure_OnTheLoopThread_IsAllowed()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 3);
        result.UntilEnded();

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, result.OriginalFailure));
    }

    [TestMethod]
    public void OriginalFailure_AfterManyWaits_TracebackIsUntouched()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowInTheLoop);
        result.UntilCompleted();
        var before = result.OriginalFailure()!.Traceback;

        for (var wait = 0; wait < 10; wait++)
            Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);

        Assert.AreEqual(before, result.OriginalFailure()!.Traceback);
        Assert.Contains(nameof(ThrowInTheLoop), before);
        Assert.DoesNotContain(nameof(OriginalFailure_AfterManyWaits_TracebackIsUntouched), before);
    }

    [TestMethod]
    public void OriginalFailure_FirstAskedForAfterAWait_TracebackIsTheLoops()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowInTheLoop);
        Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);

        var traceback = result.OriginalFailure()!.Traceback;

        Assert.Contains(nameof(ThrowInTheLoop), traceback);
        Assert.DoesNotContain(nameof(TestLoop.UntilEnded), traceback);
        Assert.DoesNotContain(nameof(OriginalFailure_FirstAskedForAfterAWait_TracebackIsTheLoops), traceback);
    }

    [TestMethod]
    public void OriginalFailure_ThrownAgainByTheCaller_TracebackIsTheLoops()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowInTheLoop);
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);

        Assert.ThrowsExactly<InvalidOperationException>(() => ThrowElsewhere(thrown));

        Assert.DoesNotContain(nameof(ThrowElsewhere), result.OriginalFailure()!.Traceback);
    }

    private static void ThrowInTheLoop() => throw new InvalidOperationException("in the loop");

    private static void ThrowElsewhere(Exception exception) => throw exception;
}
