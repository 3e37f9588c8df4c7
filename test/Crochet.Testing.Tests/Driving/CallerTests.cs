namespace Crochet.Tests.Driving;

[TestClass]
public class CallerTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void AddCaller_BeforeDriving_DoesNotRun()
    {
        using var test = new TestLoop();
        var ran = false;

        test.AddCaller(() => ran = true);

        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void RunUntilIdle_WithACaller_RunsItOnAThreadOfItsOwn()
    {
        using var test = new TestLoop();
        Thread? thread = null;
        test.AddCaller(() => thread = Thread.CurrentThread, "teller");

        test.RunUntilIdle();

        Assert.IsNotNull(thread);
        Assert.AreNotSame(Thread.CurrentThread, thread);
        Assert.IsFalse(thread.IsThreadPoolThread);
    }

    [TestMethod]
    public void Caller_ThatBlocks_GetsItsValue()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);
        bool? taken = null;
        test.AddCaller(() => taken = bank.Withdraw(4));

        test.RunUntilIdle();

        Assert.IsTrue(taken);
    }

    [TestMethod]
    public void Caller_ThatBlocks_LeavesItsStepsBehind()
    {
        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(
            test =>
            {
                var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);
                test.AddCaller(() =>
                {
                    bank.Withdraw(4);
                    throw new FormatException("At the end.");
                });
            },
            schedules: 1));

        CollectionAssert.AreEqual(
            new[]
            {
                "caller 1: IBank.Withdraw", "caller 1: waits for IBank.Withdraw", "loop: IBank.Withdraw",
                "caller 1: throws FormatException",
            },
            failure.Steps.ToArray());
    }

    [TestMethod]
    public void Caller_WhoseImplementationDelays_WaitsInVirtualTime()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        TimeSpan? at = null;
        test.AddCaller(() =>
        {
            test.Loop.WaitFor(TimeSpan.FromHours(2), () => Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider));
            at = test.Time.GetUtcNow() - began;
        });

        test.RunToEnd();

        Assert.AreEqual(TimeSpan.FromHours(1), at);
    }

    [TestMethod]
    public void BlockingTimeout_OfACaller_FollowsTime()
    {
        using var test = new TestLoop();
        CrochetTimeoutException? timeout = null;
        test.AddCaller(() => timeout = Assert.ThrowsExactly<CrochetTimeoutException>(
            () => test.Loop.WaitFor(TimeSpan.FromMinutes(5), () => new TaskCompletionSource().Task)));

        test.Advance(TimeSpan.FromMinutes(4));
        Assert.IsNull(timeout);
        test.Advance(TimeSpan.FromMinutes(1));

        Assert.IsNotNull(timeout);
        Assert.AreEqual(TimeSpan.FromMinutes(5), timeout.Timeout);
    }

    [TestMethod]
    public void Timeout_OfACaller_CancelsTheCall()
    {
        using var test = new TestLoop();
        var wasCancelled = false;
        test.AddCaller(() => Assert.ThrowsExactly<CrochetTimeoutException>(() => test.Loop.WaitFor(_second, async token =>
        {
            using var registration = token.Register(() => wasCancelled = true);
            await Task.Delay(Timeout.InfiniteTimeSpan, test.Loop.TimeProvider, token);
        })));

        test.RunToEnd();

        Assert.IsTrue(wasCancelled);
    }

    [TestMethod]
    public void TryWait_WithATimeoutOfZero_LetsOthersGoOn()
    {
        using var test = new TestLoop();
        var looks = 0;
        test.AddCaller(() =>
        {
            var call = test.Loop.RunInReactor(() => Task.Delay(_second, test.Loop.TimeProvider));
            using var timer = test.Loop.CallLater(_second / 2, () => { });
            while (!call.TryWait(TimeSpan.Zero))
            {
                looks++;
                test.Loop.RunInReactor(() => Task.Delay(_second / 4, test.Loop.TimeProvider)).Wait(Timeout.InfiniteTimeSpan);
            }
        });

        test.RunToEnd();

        Assert.IsTrue(looks >= 4);
    }

    [TestMethod]
    public void WaitAll_And_WaitAny_ByACaller_FollowTime()
    {
        using var test = new TestLoop();
        var index = -1;
        var seconds = 0.0;
        var began = test.Time.GetUtcNow();
        test.AddCaller(() =>
        {
            var slow = test.Loop.RunInReactor(() => Task.Delay(3 * _second, test.Loop.TimeProvider));
            var quick = test.Loop.RunInReactor(() => Task.Delay(2 * _second, test.Loop.TimeProvider));
            Assert.ThrowsExactly<CrochetTimeoutException>(() => EventualResult.WaitAny([slow, quick], _second));
            index = EventualResult.WaitAny([slow, quick], 5 * _second);
            Assert.ThrowsExactly<CrochetTimeoutException>(() => EventualResult.WaitAll([slow, quick], _second / 2));
            EventualResult.WaitAll([slow, quick], 5 * _second);
            seconds = (test.Time.GetUtcNow() - began).TotalSeconds;
        });

        test.RunToEnd();

        Assert.AreEqual(1, index);
        Assert.AreEqual(3.0, seconds);
    }

    [TestMethod]
    public void Wait_WithATokenOfTheTests_EndsWhenItIsSignalled()
    {
        using var test = new TestLoop();
        using var source = new CancellationTokenSource(_second, test.Time);
        test.AddCaller(() => Assert.ThrowsExactly<OperationCanceledException>(
            () => test.Loop.RunInReactor(() => new TaskCompletionSource().Task).Wait(Timeout.InfiniteTimeSpan, source.Token)));

        test.RunToEnd();
    }

    [TestMethod]
    public void Wait_ForAResultWithoutALoop_IsSeen()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>();
        var got = 0;
        test.AddCaller(() => got = EventualResult.FromTask(source.Task).Wait(Timeout.InfiniteTimeSpan));
        test.RunUntilIdle();

        test.Loop.Post(() => source.SetResult(3));
        test.RunToEnd();

        Assert.AreEqual(3, got);
    }

    [TestMethod]
    public void Wait_ForAnotherLoop_WaitsAsThreadsDo()
    {
        using var other = new EventLoop();
        other.Start();
        using var test = new TestLoop();
        var got = 0;
        test.AddCaller(() => got = other.WaitFor(TimeSpan.FromSeconds(15), () => 3));

        test.RunToEnd();

        Assert.AreEqual(3, got);
    }

    [TestMethod]
    public void AwaitingCaller_GoesOnInItsOwnThread()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);
        var threads = new List<Thread>();
        test.AddCaller(async () =>
        {
            threads.Add(Thread.CurrentThread);
            await bank.WithdrawAsync(1);
            threads.Add(Thread.CurrentThread);
            await Task.Yield();
            threads.Add(Thread.CurrentThread);
            await Task.Delay(_second, test.Time);
            threads.Add(Thread.CurrentThread);
            await bank.BeginWithdraw(1);
            threads.Add(Thread.CurrentThread);
        });

        test.RunToEnd();

        Assert.HasCount(5, threads);
        Assert.HasCount(1, threads.Distinct().ToList());
    }

    [TestMethod]
    public void AwaitingCaller_MayBlockToo()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);
        var left = 0;
        test.AddCaller(async () =>
        {
            await bank.WithdrawAsync(1);
            left = bank.GetBalance();
        });

        test.RunToEnd();

        Assert.AreEqual(9, left);
    }

    [TestMethod]
    public void Caller_ThatThrows_ComesOutOfRunToEnd()
    {
        using var test = new TestLoop(seed: 3);
        var thrown = new FormatException("Mine.");
        test.AddCaller(() => throw thrown, "teller");
        test.RunUntilIdle();

        var failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        Assert.AreSame(thrown, failure.InnerException);
        Assert.AreEqual(3, failure.Seed);
        StringAssert.Contains(failure.Message, "teller threw FormatException: Mine.");
        StringAssert.Contains(failure.Message, "Schedules.Replay(scenario, seed: 3)");
        StringAssert.Contains(failure.Message, "1. teller: throws FormatException");
    }

    [TestMethod]
    public void AwaitingCaller_ThatThrows_ComesOutOfRunToEnd()
    {
        using var test = new TestLoop();
        test.AddCaller(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        });

        Assert.IsInstanceOfType<FormatException>(Assert.ThrowsExactly<ScheduleException>(test.RunToEnd).InnerException);
    }

    [TestMethod]
    public void AwaitingCaller_ThatReturnsNoTask_ComesOutOfRunToEnd()
    {
        using var test = new TestLoop();
        test.AddCaller(() => (Task)null!);

        Assert.IsInstanceOfType<InvalidOperationException>(Assert.ThrowsExactly<ScheduleException>(test.RunToEnd).InnerException);
    }

    [TestMethod]
    public void Caller_AddedByACallerOrATurn_RunsAtOnce()
    {
        using var test = new TestLoop();
        var ran = new List<string>();
        test.AddCaller(() =>
        {
            ran.Add("caller");
            test.AddCaller(() => ran.Add("by caller"));
        });
        test.Loop.Post(() => test.AddCaller(() => ran.Add("by turn")));

        test.RunUntilIdle();

        CollectionAssert.AreEquivalent(new[] { "caller", "by caller", "by turn" }, ran);
    }

    [TestMethod]
    public void Caller_GetsTheContextOfWhoAddedIt()
    {
        using var test = new TestLoop();
        var local = new AsyncLocal<string> { Value = "of the test" };
        string? seen = null, seenInLoop = null;
        test.AddCaller(() =>
        {
            seen = local.Value;
            local.Value = "of the caller";
            seenInLoop = test.Loop.WaitFor(_second, () => local.Value);
        });

        test.RunToEnd();

        Assert.AreEqual("of the test", seen);
        Assert.AreEqual("of the caller", seenInLoop);
        Assert.AreEqual("of the test", local.Value);
    }

    [TestMethod]
    public void Callers_NeverRunAtTheSameTime()
    {
        var running = 0;
        Schedules.Explore(
            test =>
            {
                void Enter()
                {
                    Assert.AreEqual(1, Interlocked.Increment(ref running));
                    Interlocked.Decrement(ref running);
                }

                for (var i = 0; i < 3; i++)
                {
                    test.AddCaller(() =>
                    {
                        Enter();
                        test.Loop.WaitFor(_second, Enter);
                        Enter();
                        test.Loop.RunInReactor(Enter);
                        Enter();
                    });
                }
            },
            schedules: 50);
    }

    [TestMethod]
    public void RunToEnd_WithoutCallers_RunsUntilIdle()
    {
        using var test = new TestLoop();
        var ran = false;
        test.Loop.Post(() => ran = true);

        test.RunToEnd();

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void RunToEnd_WithWhatCallersLeaveQueued_RunsThatToo()
    {
        using var test = new TestLoop();
        var bank = new Bank();
        test.AddCaller(() => test.Loop.Post(() => bank.Deposit(3)));

        test.RunToEnd();

        Assert.AreEqual(3, bank.GetBalance());
    }

    [TestMethod]
    public void Caller_FromOneCallToTheNext_IsNotInterrupted() => Schedules.Explore(
        test =>
        {
            var ran = new List<int>();
            for (var caller = 0; caller < 3; caller++)
            {
                var own = caller;
                test.AddCaller(() =>
                {
                    for (var call = 0; call < 3; call++)
                    {
                        ran.Add(own);
                        ran.Add(own);
                        test.Loop.WaitFor(_second, () => ran.AddRange([-1, -1]));
                    }
                });
            }

            test.RunToEnd();

            Assert.HasCount(36, ran);
            for (var pair = 0; pair < ran.Count; pair += 2)
                Assert.AreEqual(ran[pair], ran[pair + 1]);
        },
        schedules: 50);

    [TestMethod]
    public void Caller_ThatAwaitsSomebodyElsesTask_CountsAsIdle()
    {
        using var test = new TestLoop();
        var elses = new TaskCompletionSource();
        var steps = new List<string>();
        test.AddCaller(async () =>
        {
            steps.Add("awaits");
            await elses.Task;
            steps.Add("goes on");
        });

        test.RunUntilIdle();
        CollectionAssert.AreEqual(new[] { "awaits" }, steps);
        elses.SetResult();
        test.RunToEnd();

        CollectionAssert.AreEqual(new[] { "awaits", "goes on" }, steps);
    }

    [TestMethod]
    public void Caller_ThatAwaitsSeveralCallsAtOnce_TakesTheSameStepsEachTime()
    {
        for (var seed = 0; seed < 100; seed++)
            Assert.AreEqual(StepsOf(seed), StepsOf(seed), $"Seed {seed}.");

        static string StepsOf(int seed)
        {
            using var test = new TestLoop(seed);
            var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);
            test.AddCaller(async () =>
            {
                await Task.WhenAll(bank.WithdrawAsync(1), bank.WithdrawAsync(2), bank.BeginWithdraw(3).AsTask());
                await await Task.WhenAny(bank.WithdrawAsync(1), bank.BeginWithdraw(1).AsTask());
                Assert.AreEqual(2, bank.GetBalance());
            });
            test.AddCaller(() => test.Loop.WaitFor(_second, () => { }));
            test.RunToEnd();
            test.Run(() => Task.WhenAll(bank.WithdrawAsync(1), bank.WithdrawAsync(1)));
            return string.Join('\n', test.Steps);
        }
    }

    [TestMethod]
    public void Caller_ThatAwaitsTheStopAndMore_GoesOn()
    {
        using var test = new TestLoop();
        var hasEnded = false;
        test.AddCaller(async () =>
        {
            await Task.WhenAll(test.Loop.StopAsync(_second), test.Loop.Completion);
            hasEnded = true;
        });

        test.RunToEnd();

        Assert.IsTrue(hasEnded);
    }

    [TestMethod]
    public void RunToEnd_WithTwoCallersThatThrow_GivesOneAfterTheOther()
    {
        using var test = new TestLoop();
        test.AddCaller(() => throw new FormatException());
        test.AddCaller(() => throw new FormatException());

        var first = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);
        var second = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);
        test.RunToEnd();

        Assert.AreNotSame(first.InnerException, second.InnerException);
    }
}
