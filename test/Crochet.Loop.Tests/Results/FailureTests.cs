namespace Crochet.Tests;

[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    public void Traceback_OfAFailure_HasTypeMessageAndStackTrace()
    {
        var failure = FailureOf(Fail);

        Assert.Contains("System.InvalidOperationException", failure.Traceback);
        Assert.Contains("outer", failure.Traceback);
        Assert.Contains(nameof(Fail), failure.Traceback);
    }

    [TestMethod]
    public void Traceback_OfAFailure_HasTheInnerExceptionsToo()
    {
        var failure = FailureOf(Fail);

        Assert.Contains("System.DivideByZeroException", failure.Traceback);
        Assert.Contains("inner", failure.Traceback);
        Assert.Contains(nameof(FailInside), failure.Traceback);
    }

    [TestMethod]
    public void Traceback_OfAFailureThatTookAwaits_HasTheMethodsBehindThem()
    {
        var failure = FailureOf(async () =>
        {
            await Task.Yield();
            Fail();
        });

        Assert.Contains(nameof(Fail), failure.Traceback);
    }

    [TestMethod]
    public void ToString_OfAFailure_IsItsTraceback()
    {
        var failure = FailureOf(Fail);

        Assert.AreEqual(failure.Traceback, failure.ToString());
    }

    [TestMethod]
    public void Throw_OfAFailure_ThrowsTheOriginalWithItsStackTrace()
    {
        var failure = FailureOf(Fail);

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(failure.Throw);

        Assert.AreSame(failure.Exception, thrown);
        Assert.Contains(nameof(Fail), thrown.StackTrace!);
    }

    [TestMethod]
    public void Throw_Again_LeavesTheTracebackAlone()
    {
        var failure = FailureOf(Fail);
        var before = failure.Traceback;

        Assert.ThrowsExactly<InvalidOperationException>(failure.Throw);
        Assert.ThrowsExactly<InvalidOperationException>(failure.Throw);

        Assert.AreEqual(before, failure.Traceback);
    }

    [TestMethod]
    public void Failure_OfAResultWithoutALoop_IsThereToo()
    {
        var thrown = new InvalidOperationException("never thrown");

        var failure = EventualResult.FromException(thrown).OriginalFailure();

        Assert.AreSame(thrown, failure?.Exception);
        Assert.Contains("never thrown", failure!.Traceback);
    }

    private static Failure FailureOf(Action call) => FailureOf(() =>
    {
        call();
        return Task.CompletedTask;
    });

    private static Failure FailureOf(Func<Task> call)
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(call);
        Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);
        return result.OriginalFailure()!;
    }

    private static void Fail()
    {
        try
        {
            FailInside();
        }
        catch (DivideByZeroException exception)
        {
            throw new InvalidOperationException("outer", exception);
        }
    }

    private static void FailInside() => throw new DivideByZeroException("inner");
}
