namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopRunInReactorTests
{
    [TestMethod]
    public void RunInReactor_Action_EndsWithItsRun()
    {
        using var loop = TestLoop.Start();
        var ranInLoop = false;

        loop.RunInReactor(() => { ranInLoop = loop.IsInLoopThread; }).UntilEnded();

        Assert.IsTrue(ranInLoop);
    }

    [TestMethod]
    public void RunInReactor_Function_EndsWithItsValue()
    {
        using var loop = TestLoop.Start();

        Assert.AreEqual(42, loop.RunInReactor(() => 42).Value());
    }

    [TestMethod]
    public void RunInReactor_FunctionOfATask_EndsWithTheTask()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => (Task)work.Task);
        loop.CatchUp();
        Assert.IsFalse(result.IsCompleted);

        work.SetResult();

        result.UntilEnded();
        Assert.IsTrue(result.IsCompleted);
    }

    [TestMethod]
    public void RunInReactor_FunctionOfATaskWithAValue_EndsWithTheValue()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void RunInReactor_FunctionThatTakesAToken_GetsOneThatIsNotSignalled()
    {
        using var loop = TestLoop.Start();

        var (canBeCancelled, isCancelled) =
            loop.RunInReactor(token => Task.FromResult((token.CanBeCanceled, token.IsCancellationRequested))).Value();

        Assert.IsTrue(canBeCancelled);
        Assert.IsFalse(isCancelled);
    }

    [TestMethod]
    public void RunInReactor_FunctionWithoutValueThatTakesAToken_EndsWithItsTask()
    {
        using var loop = TestLoop.Start();
        var ran = false;

        loop.RunInReactor(async token =>
        {
            await Task.Yield();
            ran = token.CanBeCanceled;
        }).UntilEnded();

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void RunInReactor_LoopIsHeld_ReturnsAtOnce()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();

        var result = loop.RunInReactor(() => 42);

        Assert.IsFalse(result.IsCompleted);
        release.Open();
        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void RunInReactor_FromTheLoopThread_IsQueuedAndCanBeAwaited()
    {
        using var loop = TestLoop.Start();

        var order = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            var inner = new List<string>();
            var result = loop.RunInReactor(() => inner.Add("queued"));
            inner.Add("turn");
            await result;
            return inner;
        });

        Assert.AreSequenceEqual(["turn", "queued"], order);
    }

    [TestMethod]
    public void RunInReactor_FunctionThrows_ResultFailsWithTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");

        var result = loop.RunInReactor(new Func<int>(() => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()));
    }

    [TestMethod]
    public void RunInReactor_ActionThrows_ResultFailsWithTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");

        var result = loop.RunInReactor(new Action(() => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded));
    }

    [TestMethod]
    public void RunInReactor_FunctionOfATaskThrowsAtOnce_ResultFailsWithTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");

        var result = loop.RunInReactor(new Func<Task>(() => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded));
    }

    [TestMethod]
    public void RunInReactor_TaskFails_ResultFailsWithTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");

        var result = loop.RunInReactor(() => Task.FromException<int>(thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()));
    }

    [TestMethod]
    public void RunInReactor_TaskFailsLater_ResultFailsWithTheSameException()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("thrown");
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        work.SetException(thrown);

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()));
    }

    [TestMethod]
    public void RunInReactor_TaskIsCancelled_ResultIsCancelled()
    {
        using var loop = TestLoop.Start();

        var result = loop.RunInReactor(() => Task.FromCanceled<int>(new CancellationToken(true)));

        Assert.Throws<OperationCanceledException>(() => result.Value());
        Assert.IsTrue(result.AsTask().IsCanceled);
    }

    [TestMethod]
    public void RunInReactor_FunctionReturnsNoTask_ResultFails()
    {
        using var loop = TestLoop.Start();

        var result = loop.RunInReactor(new Func<Task<int>>(() => null!));

        Assert.Throws<InvalidOperationException>(() => result.Value());
    }

    [TestMethod]
    public void RunInReactor_ExceptionIsFatalToMost_IsTheResultsFailure()
    {
        using var loop = TestLoop.Start();

        var result = loop.RunInReactor(new Action(() => throw new OutOfMemoryException()));

        Assert.ThrowsExactly<OutOfMemoryException>(result.UntilEnded);
        loop.CatchUp();
    }

    [TestMethod]
    public void RunInReactor_Null_Throws()
    {
        using var loop = TestLoop.Start();

        Action[] calls =
        [
            () => loop.RunInReactor((Action)null!),
            () => loop.RunInReactor((Func<int>)null!),
            () => loop.RunInReactor((Func<Task>)null!),
            () => loop.RunInReactor((Func<Task<int>>)null!),
            () => loop.RunInReactor((Func<CancellationToken, Task>)null!),
            () => loop.RunInReactor((Func<CancellationToken, Task<int>>)null!),
        ];

        foreach (var call in calls)
            Assert.AreEqual("function", Assert.ThrowsExactly<ArgumentNullException>(call).ParamName);
    }
}
