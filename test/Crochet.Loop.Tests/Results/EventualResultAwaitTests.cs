namespace Crochet.Tests;

/// <summary>await and AsTask.</summary>
[TestClass]
public sealed class EventualResultAwaitTests
{
    [TestMethod]
    public async Task Await_CallSucceeds_IsTheValue()
    {
        using var loop = TestLoop.Start();

        Assert.AreEqual(42, await loop.RunInReactor(() => 42));
    }

    [TestMethod]
    public async Task Await_UntypedResult_Ends()
    {
        using var loop = TestLoop.Start();
        var ran = false;

        await loop.RunInReactor(() => { ran = true; });

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public async Task Await_CallFails_ThrowsTheOriginalException()
    {
        using var loop = TestLoop.Start();
        var thrown = new DivideByZeroException();
        var result = loop.RunInReactor(new Func<int>(() => throw thrown));

        var caught = await Assert.ThrowsExactlyAsync<DivideByZeroException>(async () => await result);

        Assert.AreSame(thrown, caught);
    }

    [TestMethod]
    public async Task Await_CallIsCancelled_ThrowsOperationCanceled()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);
        result.Cancel();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await result);
    }

    [TestMethod]
    public async Task Await_ManyTimes_IsTheSame()
    {
        using var loop = TestLoop.Start();
        var value = new object();
        var result = loop.RunInReactor(() => value);

        Assert.AreSame(value, await result);
        Assert.AreSame(value, await result);
    }

    [TestMethod]
    public void Await_OnItsOwnLoopThread_ResumesThere()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var inner = loop.RunInReactor(() => work.Task);
        var outer = loop.RunInReactor(async () => (await inner, loop.IsInLoopThread));
        loop.CatchUp();

        work.SetResult(42);

        Assert.AreEqual((42, true), outer.Value());
    }

    [TestMethod]
    public void Await_OfAnEndedResultOnTheLoopThread_IsTheValue()
    {
        using var loop = TestLoop.Start();
        var inner = loop.RunInReactor(() => 42);
        inner.UntilEnded();

        Assert.AreEqual(42, loop.WaitFor(TestTimeouts.MustNotElapse, async () => await inner));
    }

    [TestMethod]
    public void Await_OnAnotherLoopsThread_ResumesThere()
    {
        using var loop = TestLoop.Start("first");
        using var other = TestLoop.Start("second");
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var awaiting = other.RunInReactor(async () =>
        {
            await result;
            return EventLoop.Current;
        });
        other.CatchUp();

        work.SetResult(42);

        Assert.AreSame(other, awaiting.Value());
    }

    [TestMethod]
    public void Await_InAContextOfTheCallers_ResumesThere()
    {
        using var loop = TestLoop.Start();
        using var context = new PumpedContext();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var resumedOn = context.Invoke(() => Resume());

        work.SetResult(42);

        Assert.IsTrue(resumedOn.Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(context.Thread, resumedOn.Result);
        async Task<Thread> Resume()
        {
            await result;
            return Thread.CurrentThread;
        }
    }

    [TestMethod]
    public void Await_WithoutAContext_ResumesOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var resumedIn = Resume();

        work.SetResult(42);

        Assert.IsTrue(resumedIn.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(resumedIn.Result);
        async Task<EventLoop?> Resume()
        {
            await result.AsTask().ConfigureAwait(false);
            return EventLoop.Current;
        }
    }

    [TestMethod]
    public void AsTask_InlineContinuation_RunsOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var seen = loop.RunInReactor(() => 42).AsTask().SeenInline();

        release.Open();

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
    }

    [TestMethod]
    public void AsTask_InlineContinuationOfAFollowedTask_RunsOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var seen = loop.RunInReactor(() => work.Task).AsTask().SeenInline();
        loop.CatchUp();

        loop.Post(work.SetResult);

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
    }

    [TestMethod]
    public void AsTask_InlineContinuationOfAFailure_RunsOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var task = loop.RunInReactor(new Action(() => throw new InvalidOperationException("thrown"))).AsTask();
        var seen = task.SeenInline();

        release.Open();

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
        Assert.IsTrue(task.IsFaulted);
        Assert.IsNotNull(task.Exception);
    }

    [TestMethod]
    public void AsTask_InlineContinuationOfACancellation_RunsOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        loop.CatchUp();
        var seen = result.AsTask().SeenInline();

        loop.Post(result.Cancel);

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
    }

    [TestMethod]
    public void AsTask_InlineContinuationOfAStop_RunsOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var task = loop.RunInReactor(() => new TaskCompletionSource().Task).AsTask();
        var seen = task.SeenInline();

        loop.Post(loop.Stop);

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
        Assert.IsInstanceOfType<EventLoopStoppedException>(task.Exception?.InnerException);
    }

    [TestMethod]
    public void AsTask_ContinuationThatBlocks_DoesNotHoldTheLoop()
    {
        using var loop = TestLoop.Start();
        var release = new Gate();
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => work.Task);
        var continuation = result.AsTask().ContinueWith(_ => release.Pass(), TaskContinuationOptions.ExecuteSynchronously);

        loop.Post(work.SetResult);

        loop.CatchUp();
        loop.CatchUp();
        release.Open();
        Assert.IsTrue(continuation.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task AsTask_CallSucceeds_IsTheValue()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        Assert.AreEqual(42, await result.AsTask());
        Assert.AreEqual(42, await result.AsTask());
    }

    [TestMethod]
    public async Task AsTask_OfTheUntypedResult_Ends()
    {
        using var loop = TestLoop.Start();
        EventualResult result = loop.RunInReactor(() => 42);

        var task = result.AsTask();
        await task;

        Assert.IsTrue(task.IsCompletedSuccessfully);
    }

    [TestMethod]
    public void AsTask_CallFails_HoldsTheOriginalExceptionAlone()
    {
        using var loop = TestLoop.Start();
        var thrown = new DivideByZeroException();
        var task = loop.RunInReactor(new Func<int>(() => throw thrown)).AsTask();

        Wait.Until(() => task.IsCompleted);

        Assert.AreSame(thrown, task.Exception!.InnerExceptions.Single());
    }

    [TestMethod]
    public void AsTask_CallIsCancelled_IsCancelled()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);
        var task = result.AsTask();

        result.Cancel();
        Wait.Until(() => task.IsCompleted);

        Assert.IsTrue(task.IsCanceled);
    }

    [TestMethod]
    public void AsTask_TimedWaitOnIt_LeavesTheCallAlone()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);

        Assert.IsFalse(result.AsTask().Wait(TestTimeouts.MustElapse));
        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
    }
}
