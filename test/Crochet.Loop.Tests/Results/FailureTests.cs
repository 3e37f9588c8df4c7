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

    [TestMethod]
    public void Retrieval_OfAFailure_NeverCallsItsToString()
    {
        using var loop = TestLoop.Start();
        var exception = new CountingException();
        var result = loop.RunInReactor(new Action(() => throw exception));

        Assert.ThrowsExactly<CountingException>(result.UntilEnded);
        Assert.ThrowsExactly<CountingException>(result.UntilEnded);
        Assert.AreSame(exception, result.OriginalFailure()!.Exception);
        Assert.AreEqual(0, exception.Count);

        Assert.Contains("counted", result.OriginalFailure()!.Traceback);
        Assert.AreEqual(result.OriginalFailure()!.Traceback, result.OriginalFailure()!.ToString());
        Assert.AreEqual(1, exception.Count);
    }

    [TestMethod]
    public void Traceback_AskedAfterOtherThrows_IsAsTheLoopSawIt()
    {
        var failure = FailureOf(Fail);

        Assert.ThrowsExactly<InvalidOperationException>(failure.Throw);
        Assert.ThrowsExactly<InvalidOperationException>(() => Elsewhere(failure.Exception));
        Assert.ThrowsExactly<DivideByZeroException>(() => Elsewhere(failure.Exception.InnerException!));

        Assert.Contains(nameof(Fail), failure.Traceback);
        Assert.Contains(nameof(FailInside), failure.Traceback);
        Assert.DoesNotContain(nameof(Elsewhere), failure.Traceback);
        Assert.DoesNotContain(nameof(Failure.Throw), failure.Traceback);
        static void Elsewhere(Exception exception) => throw exception;
    }

    [TestMethod]
    public void Traceback_OfAnExceptionWithItsOwnToString_HasTheStackTraceOfTheLoop()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(FailCounted);
        Assert.ThrowsExactly<CountingException>(result.UntilEnded);
        var failure = result.OriginalFailure()!;
        Assert.ThrowsExactly<CountingException>(() => Elsewhere(failure.Exception));

        Assert.Contains(nameof(FailCounted), failure.Traceback);
        Assert.DoesNotContain(nameof(Elsewhere), failure.Traceback);
        static void Elsewhere(Exception exception) => throw exception;
        static void FailCounted() => throw new CountingException();
    }

    [TestMethod]
    public void Traceback_ToStringThrows_HasTheParts()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(FailBroken);
        Assert.ThrowsExactly<BrokenException>(result.UntilEnded);

        var traceback = result.OriginalFailure()!.Traceback;

        Assert.Contains(nameof(BrokenException), traceback);
        Assert.Contains("still there", traceback);
        Assert.Contains(nameof(FailBroken), traceback);
        Assert.Contains("inside", traceback);
        static void FailBroken() => throw new BrokenException();
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

    private sealed class CountingException() : Exception("counted")
    {
        public int Count { get; private set; }

        public override string ToString()
        {
            Count++;
            return base.ToString();
        }
    }

    private sealed class BrokenException() : Exception("still there", new FormatException("inside"))
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
