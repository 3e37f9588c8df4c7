using System.Runtime.CompilerServices;

namespace Crochet.Tests;

/// <summary>async methods that return an EventualResult; they need no loop.</summary>
[TestClass]
public sealed class EventualResultBuilderTests
{
    [TestMethod]
    public void AsyncMethod_EndsAtOnce_ResultIsThere()
    {
        var result = Answer();

        Assert.IsTrue(result.IsCompleted);
        Assert.AreEqual(42, result.Wait(TimeSpan.Zero));
        static async EventualResult<int> Answer()
        {
            await Task.CompletedTask;
            return 42;
        }
    }

    [TestMethod]
    public void AsyncMethod_EndsLater_ResultComes()
    {
        var work = new TaskCompletionSource<int>();
        var result = Answer();
        Assert.IsFalse(result.IsCompleted);

        work.SetResult(41);

        Assert.AreEqual(42, result.Value());
        async EventualResult<int> Answer() => await work.Task + 1;
    }

    [TestMethod]
    public void AsyncMethod_WithoutAValue_Ends()
    {
        var work = new TaskCompletionSource();
        var result = Follow();
        Assert.IsFalse(result.IsCompleted);

        work.SetResult();

        result.UntilEnded();
        async EventualResult Follow() => await work.Task;
    }

    [TestMethod]
    public void AsyncMethod_BeforeItsFirstAwait_RunsInTheCaller()
    {
        Thread? seen = null;

        Run().UntilEnded();

        Assert.AreSame(Thread.CurrentThread, seen);
        async EventualResult Run()
        {
            seen = Thread.CurrentThread;
            await Task.CompletedTask;
        }
    }

    [TestMethod]
    public void AsyncMethod_Throws_ResultFailsAndTheCallDoesNot()
    {
        var thrown = new DivideByZeroException();

        var result = Fail();

        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.Value()));
        Assert.AreSame(thrown, result.OriginalFailure()!.Exception);
        async EventualResult<int> Fail()
        {
            await Task.CompletedTask;
            throw thrown;
        }
    }

    [TestMethod]
    public void AsyncMethod_ThrowsAfterAnAwait_ResultFailsWithItsStackTrace()
    {
        var result = FailLater();

        var thrown = Assert.ThrowsExactly<DivideByZeroException>(result.UntilEnded);

        Assert.Contains(nameof(FailLater), thrown.StackTrace!);
        static async EventualResult FailLater()
        {
            await Task.Yield();
            throw new DivideByZeroException();
        }
    }

    [TestMethod]
    public void AsyncMethod_ThrowsOperationCanceled_ResultIsCancelled()
    {
        var result = Cancel();

        Assert.Throws<OperationCanceledException>(() => result.Value());
        Assert.IsTrue(result.AsTask().IsCanceled);
        static async EventualResult<int> Cancel()
        {
            await Task.Yield();
            throw new OperationCanceledException();
        }
    }

    [TestMethod]
    public void AsyncMethod_ChangesAsyncLocals_CallerSeesNothing()
    {
        var local = new AsyncLocal<string?> { Value = "caller" };

        Change().UntilEnded();
        ChangeWithValue().UntilEnded();

        Assert.AreEqual("caller", local.Value);
        async EventualResult Change()
        {
            local.Value = "method";
            await Task.CompletedTask;
        }
        async EventualResult<int> ChangeWithValue()
        {
            local.Value = "method";
            await Task.CompletedTask;
            return 1;
        }
    }

    [TestMethod]
    public void AsyncMethod_AsyncLocals_FlowThroughItsAwaits()
    {
        var local = new AsyncLocal<string?> { Value = "caller" };

        var seen = Read().Value();

        Assert.AreEqual("caller", seen);
        async EventualResult<string?> Read()
        {
            await Task.Yield();
            return local.Value;
        }
    }

    [TestMethod]
    public void AsyncMethod_ManyAwaits_Ends()
    {
        Assert.AreEqual(1000, Count().Value());
        static async EventualResult<int> Count()
        {
            var count = 0;
            while (count < 1000)
            {
                await Task.Yield();
                count++;
            }
            return count;
        }
    }

    [TestMethod]
    public void AsyncMethod_AwaitsAwaiterThatIsNotCritical_Ends()
    {
        Assert.AreEqual(42, Answer().Value());
        static async EventualResult<int> Answer()
        {
            await new PlainAwaitable();
            return 42;
        }
    }

    [TestMethod]
    public void AsyncMethod_AwaitsOthersOfItsKind_Ends()
    {
        Assert.AreEqual(42, Outer().Value());
        static async EventualResult<int> Outer()
        {
            await Nothing();
            return await Inner() + 1;
        }
        static async EventualResult<int> Inner()
        {
            await Task.Yield();
            return 41;
        }
        static async EventualResult Nothing() => await Task.Yield();
    }

    [TestMethod]
    public void AsyncMethod_CalledInALoop_ResumesOnTheLoopThread()
    {
        using var loop = TestLoop.Start();

        Assert.IsTrue(loop.WaitFor(TestTimeouts.MustNotElapse, async () => await Look()));
        async EventualResult<bool> Look()
        {
            await Task.Run(() => { });
            return loop.IsInLoopThread;
        }
    }

    [TestMethod]
    public void AsyncMethod_Cancelled_ResultIsCancelled()
    {
        var work = new TaskCompletionSource();
        var result = Follow();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        work.SetResult();
        async EventualResult Follow() => await work.Task;
    }

    [TestMethod]
    public void AsyncMethod_WaitedForOnALoopThread_ThrowsDeadlock()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => Answer().Wait(TestTimeouts.MustNotElapse)));
        static async EventualResult<int> Answer()
        {
            await Task.CompletedTask;
            return 42;
        }
    }

    [TestMethod]
    public void AsyncMethod_WaitedForByManyThreads_AllGetTheSame()
    {
        var work = new TaskCompletionSource<int>();
        var result = Answer();
        var waiters = Enumerable.Range(0, 8).Select(_ => Caller.Start(() => result.Value()).UntilBlocked()).ToList();

        work.SetResult(42);

        foreach (var waiter in waiters)
            Assert.AreEqual(42, waiter.Join());
        async EventualResult<int> Answer() => await work.Task;
    }

    [TestMethod]
    public void AsyncMethod_InlineContinuation_IsNotRunByTheThreadOfTheLoop()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var result = loop.WaitFor(TestTimeouts.MustNotElapse, () => (object)Follow());
        var seen = ((EventualResult)result).AsTask().SeenInline();

        work.SetResult();

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
        async EventualResult Follow() => await work.Task;
    }

    private readonly struct PlainAwaitable
    {
        public Awaiter GetAwaiter() => default;

        public readonly struct Awaiter : INotifyCompletion
        {
            public bool IsCompleted => false;

            public void GetResult()
            {
            }

            public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(_ => continuation());
        }
    }
}
