namespace Crochet.Tests;

[TestClass]
public sealed class EventualResultWaitTests
{
    [TestMethod]
    public void Wait_ResultIsThere_ReturnsIt()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 123);
        result.UntilCompleted();

        Assert.AreEqual(123, result.Wait(TimeSpan.Zero));
    }

    [TestMethod]
    public void Wait_ResultComesLater_ReturnsIt()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.Value()).UntilBlocked();

        work.SetResult(345);

        Assert.AreEqual(345, waiting.Join());
    }

    [TestMethod]
    public void Wait_Again_ReturnsTheSame()
    {
        using var loop = TestLoop.Start();
        var value = new object();
        var result = loop.RunInReactor(() => value);

        Assert.AreSame(value, result.Value());
        Assert.AreSame(value, result.Value());
        Assert.AreSame(value, result.Value());
    }

    [TestMethod]
    public void Wait_ForEver_ReturnsWhenTheResultComes()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.Wait(Timeout.InfiniteTimeSpan)).UntilBlocked();

        work.SetResult(345);

        Assert.AreEqual(345, waiting.Join());
    }

    [TestMethod]
    public void Wait_LongerThanTheSystemsWaitsReach_ReturnsWhenTheResultComes()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var century = Caller.Start(() => result.Wait(TimeSpan.FromDays(36_500))).UntilBlocked();
        var longest = Caller.Start(() => result.Wait(TimeSpan.MaxValue)).UntilBlocked();

        work.SetResult(345);

        Assert.AreEqual(345, century.Join());
        Assert.AreEqual(345, longest.Join());
    }

    [TestMethod]
    public void Wait_FromManyThreads_AllGetTheSame()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<object>();
        var result = loop.RunInReactor(() => work.Task);
        var waiters = Enumerable.Range(0, 32).Select(_ => Caller.Start(() => result.Value()).UntilBlocked()).ToList();
        var value = new object();

        work.SetResult(value);

        foreach (var waiter in waiters)
            Assert.AreSame(value, waiter.Join());
    }

    [TestMethod]
    public void Wait_FromManyThreadsAsTheResultComes_AllGetTheSame()
    {
        using var loop = TestLoop.Start();
        for (var round = 0; round < 200; round++)
        {
            var result = loop.RunInReactor(() => round);
            var waiters = Caller.StartTogether(4, _ => result.Value());
            foreach (var waiter in waiters)
                Assert.AreEqual(round, waiter.Join());
        }
    }

    [TestMethod]
    public void Wait_OfAnUntypedResult_ReturnsWhenTheCallHasEnded()
    {
        using var loop = TestLoop.Start();
        EventualResult result = loop.RunInReactor(() => 123);

        result.Wait(TestTimeouts.MustNotElapse);

        Assert.IsTrue(result.IsCompleted);
    }

    [TestMethod]
    public void Wait_CallFailed_ThrowsTheOriginalExceptionEachTime()
    {
        using var loop = TestLoop.Start();
        var thrown = new DivideByZeroException();
        var result = loop.RunInReactor(new Func<int>(() => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.Value()));
        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.Value()));
    }

    [TestMethod]
    public void Wait_CallFailsLater_ThrowsTheOriginalException()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.Value()).UntilBlocked();
        var thrown = new DivideByZeroException();

        work.SetException(thrown);

        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => waiting.Join()));
    }

    [TestMethod]
    public void Wait_CallFailed_StackTraceBeginsWhereItWasThrown()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowDeepInside);

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => result.Value());

        Assert.Contains(nameof(ThrowDeepInside), thrown.StackTrace!);
        Assert.Contains(nameof(ThrowDeeper), thrown.StackTrace!);
    }

    [TestMethod]
    public void Wait_CallFailedAfterAnAwait_StackTraceBeginsWhereItWasThrown()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(async () =>
        {
            await Task.Yield();
            return ThrowDeepInside();
        });

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => result.Value());

        Assert.Contains(nameof(ThrowDeeper), thrown.StackTrace!);
    }

    [TestMethod]
    public void Wait_CallFailedAndManyWaits_StackTraceDoesNotGrow()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowDeepInside);

        var first = Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()).StackTrace;
        for (var wait = 0; wait < 50; wait++)
            Assert.ThrowsExactly<InvalidOperationException>(() => result.Value());
        var last = Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()).StackTrace;

        Assert.AreEqual(first!.Split('\n').Length, last!.Split('\n').Length);
    }

    [TestMethod]
    public void Wait_CallFailedAndManyThreadsWait_EachSeesWhereItWasThrown()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(ThrowDeepInside);

        var callers = Caller.StartTogether(8, _ =>
        {
            for (var wait = 0; wait < 50; wait++)
            {
                var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => result.Value());
                Assert.Contains(nameof(ThrowDeeper), thrown.StackTrace!);
            }
            return true;
        });

        foreach (var caller in callers)
            caller.Join();
    }

    [TestMethod]
    public void Wait_SeveralTasksFailed_ThrowsTheFirstsExceptionAndNoAggregate()
    {
        using var loop = TestLoop.Start();
        var first = new DivideByZeroException();
        var result = loop.RunInReactor(() => Task.WhenAll(Task.FromException(first), Task.FromException(new NotSupportedException())));

        Assert.AreSame(first, Assert.ThrowsExactly<DivideByZeroException>(result.UntilEnded));
    }

    [TestMethod]
    public void Wait_CallThrewAnAggregateItself_ThrowsThatVeryOne()
    {
        using var loop = TestLoop.Start();
        var thrown = new AggregateException(new DivideByZeroException());
        var result = loop.RunInReactor(new Action(() => throw thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<AggregateException>(result.UntilEnded));
    }

    [TestMethod]
    public void Wait_NoResultWithinTheTimeout_ThrowsTimeout()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        var elapsed = Wait.Measure(
            () => Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse)));

        Assert.IsGreaterThanOrEqualTo(TestTimeouts.MustElapse - TimeSpan.FromMilliseconds(1), elapsed);
    }

    [TestMethod]
    public void Wait_NoResultWithinTheTimeoutTwice_ThrowsTwice()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));
        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));
    }

    [TestMethod]
    public void Wait_TimedOut_CallGoesOnAndALaterWaitGetsIt()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var isSignalled = false;
        var result = loop.RunInReactor(async token =>
        {
            var value = await work.Task;
            isSignalled = token.IsCancellationRequested;
            return value;
        });
        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
        Assert.AreEqual(42, result.Value());
        Assert.IsFalse(isSignalled);
    }

    [TestMethod]
    public void Wait_TimedOutWhileQueued_CallStillRuns()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var result = loop.RunInReactor(() => 42);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.IsFalse(thrown.IsWithdrawn);
        release.Open();
        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Wait_LoopsTimeStandsStill_TimesOutInRealTime()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var result = loop.RunInReactor(Never);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, Never));
    }

    [TestMethod]
    public void Wait_LoopsTimeFlies_DoesNotTimeOut()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var work = new TaskCompletionSource<int>();
        var waiting = Caller.Start(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => work.Task)).UntilBlocked();

        time.Advance(TimeSpan.FromDays(1));
        loop.CatchUp();
        work.SetResult(42);

        Assert.AreEqual(42, waiting.Join());
    }

    [TestMethod]
    public void Wait_TimeoutZero_GetsOnlyWhatIsThere()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));
        work.SetResult(42);
        result.UntilCompleted();

        Assert.AreEqual(42, result.Wait(TimeSpan.Zero));
    }

    [TestMethod]
    public void Wait_TimeoutShorterThanAMillisecond_IsAllowed()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.FromTicks(1)));
    }

    [TestMethod]
    [DataRow(-1L)]
    [DataRow(-9_999L)]
    [DataRow(-10_001L)]
    [DataRow(-30_000_000L)]
    [DataRow(long.MinValue)]
    public void Wait_NegativeTimeout_Throws(long ticks)
    {
        var result = EventualResult.FromResult(1);
        var timeout = TimeSpan.FromTicks(ticks);

        Assert.AreEqual("timeout", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => result.Wait(timeout)).ParamName);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ((EventualResult)result).Wait(timeout));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => result.TryWait(timeout));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => result.TryWait(timeout, out _));
    }

    [TestMethod]
    public void Wait_NegativeTimeout_ErrorTellsTheValue()
    {
        var result = EventualResult.FromResult(1);

        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => result.Wait(TimeSpan.FromSeconds(-3)));

        Assert.Contains("-00:00:03", thrown.Message);
    }

    [TestMethod]
    public void Wait_TokenSignalled_EndsTheWaitAlone()
    {
        using var loop = TestLoop.Start();
        using var impatience = new CancellationTokenSource();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.Wait(TestTimeouts.MustNotElapse, impatience.Token)).UntilBlocked();

        impatience.Cancel();

        var thrown = Assert.Throws<OperationCanceledException>(() => waiting.Join());
        Assert.AreEqual(impatience.Token, thrown.CancellationToken);
        Assert.IsFalse(result.IsCompleted);
        work.SetResult(42);
        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Wait_TokenSignalledOfAnEndlessWait_EndsIt()
    {
        using var loop = TestLoop.Start();
        using var impatience = new CancellationTokenSource();
        var result = loop.RunInReactor(Never);
        var waiting = Caller.Start(() => result.Wait(Timeout.InfiniteTimeSpan, impatience.Token)).UntilBlocked();

        impatience.Cancel();

        Assert.Throws<OperationCanceledException>(() => waiting.Join());
    }

    [TestMethod]
    public void Wait_TokenSignalledBefore_ThrowsAtOnce()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        Assert.Throws<OperationCanceledException>(() => result.Wait(TestTimeouts.MustNotElapse, new CancellationToken(true)));
    }

    [TestMethod]
    public void Wait_TokenNeverSignalled_ReturnsTheResult()
    {
        using var loop = TestLoop.Start();
        using var patience = new CancellationTokenSource();

        Assert.AreEqual(42, loop.RunInReactor(() => 42).Wait(TestTimeouts.MustNotElapse, patience.Token));
    }

    [TestMethod]
    public void Wait_OneOfTwoWaitersGivesUp_OtherGetsTheResult()
    {
        using var loop = TestLoop.Start();
        using var impatience = new CancellationTokenSource();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var impatient = Caller.Start(() => result.Wait(TestTimeouts.MustNotElapse, impatience.Token)).UntilBlocked();
        var patient = Caller.Start(() => result.Value()).UntilBlocked();

        impatience.Cancel();
        Assert.Throws<OperationCanceledException>(() => impatient.Join());
        work.SetResult(42);

        Assert.AreEqual(42, patient.Join());
    }

    [TestMethod]
    public void Wait_ThreadInterrupted_EndsTheWaitAlone()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Caller.Start(() => result.Value()).UntilBlocked();

        waiting.Interrupt();

        Assert.ThrowsExactly<ThreadInterruptedException>(() => waiting.Join());
        work.SetResult(42);
        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Wait_OnItsLoopThreadBeforeTheEnd_ThrowsDeadlock()
    {
        using var loop = TestLoop.Start("Kitchen");
        var pending = loop.RunInReactor(() => new TaskCompletionSource<int>().Task);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => pending.Wait(TestTimeouts.MustNotElapse)));

        Assert.AreSequenceEqual(["Kitchen", "Kitchen"], thrown.Cycle);
        Assert.Contains("Kitchen", thrown.Message);
    }

    [TestMethod]
    public void Wait_OnItsLoopThreadAfterTheEnd_ThrowsDeadlockAllTheSame()
    {
        using var loop = TestLoop.Start();
        var ended = loop.RunInReactor(() => 1);
        ended.UntilEnded();

        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => ended.Wait(TestTimeouts.MustNotElapse)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => ended.Wait(TimeSpan.Zero)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => ended.TryWait(TimeSpan.Zero)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => ended.TryWait(TimeSpan.Zero, out _)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => ((EventualResult)ended).Wait(TimeSpan.Zero)));
    }

    [TestMethod]
    public void Wait_OnItsLoopThreadAfterAnAwait_ThrowsDeadlock()
    {
        using var loop = TestLoop.Start();
        var ended = loop.RunInReactor(() => 1);

        Assert.ThrowsExactly<EventLoopDeadlockException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await ended;
            return ended.Wait(TimeSpan.Zero);
        }));
    }

    [TestMethod]
    public void Wait_OnAnotherLoopsThread_ReturnsTheResult()
    {
        using var loop = TestLoop.Start("first");
        using var other = TestLoop.Start("second");
        var result = loop.RunInReactor(() => 42);

        Assert.AreEqual(42, other.WaitFor(TestTimeouts.MustNotElapse, () => result.Value()));
    }

    [TestMethod]
    public void Wait_OfAResultWithoutALoopOnALoopThread_ThrowsDeadlock()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => EventualResult.FromResult(1).Wait(TimeSpan.Zero)));
        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => EventualResult.Completed.Wait(TimeSpan.Zero)));
    }

    [TestMethod]
    public void Wait_InTheThreadPool_ReturnsTheResult()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var waiting = Task.Run(() => result.Value());

        work.SetResult(42);

        Assert.IsTrue(waiting.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(42, waiting.Result);
    }

    [TestMethod]
    public void IsCompleted_UntilTheEnd_IsFalse()
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

    private static Task Never() => new TaskCompletionSource().Task;

    private static int ThrowDeepInside() => ThrowDeeper();

    private static int ThrowDeeper() => throw new InvalidOperationException("deep inside");
}
