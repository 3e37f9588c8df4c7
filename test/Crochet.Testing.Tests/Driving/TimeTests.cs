namespace Crochet.Tests.Driving;

[TestClass]
public class TimeTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Advance_PastATimer_RunsItAtItsTime()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        TimeSpan? at = null;
        using var timer = test.Loop.CallLater(_second, () => at = test.Time.GetUtcNow() - began);

        test.Advance(10 * _second);

        Assert.AreEqual(_second, at);
        Assert.AreEqual(began + 10 * _second, test.Time.GetUtcNow());
    }

    [TestMethod]
    public void Advance_WithATimerThatATimerSets_StopsThereToo()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        var at = new List<TimeSpan>();
        async Task Tick()
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Delay(_second, test.Loop.TimeProvider);
                at.Add(test.Time.GetUtcNow() - began);
            }
        }

        test.Loop.RunInReactor(Tick);
        test.Advance(2.5 * _second);

        CollectionAssert.AreEqual(new[] { _second, 2 * _second }, at);
    }

    [TestMethod]
    public void Advance_ByZero_RunsUntilIdle()
    {
        using var test = new TestLoop();
        var ran = false;
        test.Loop.Post(() => ran = true);

        test.Advance(TimeSpan.Zero);

        Assert.IsTrue(ran);
    }

    [TestMethod]
    public void Advance_ByLessThanZero_Throws()
    {
        using var test = new TestLoop();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => test.Advance(-_second));
    }

    [TestMethod]
    public void Advance_WithARepeatedCall_RunsItEachTime()
    {
        using var test = new TestLoop();
        var count = 0;
        using var timer = test.Loop.CallEvery(_second, () => { count++; });

        test.Advance(10 * _second);

        Assert.AreEqual(11, count);
    }

    [TestMethod]
    public void Advance_WithAPeriodicTimer_TicksEachTime()
    {
        using var test = new TestLoop();
        var count = 0;
        using var timer = new PeriodicTimer(_second, test.Loop.TimeProvider);
        test.Loop.RunInReactor(async () =>
        {
            while (await timer.WaitForNextTickAsync())
                count++;
        });

        test.Advance(5 * _second);

        Assert.AreEqual(5, count);
    }

    [TestMethod]
    public void AdvanceToNext_WithATimerFarAway_MovesThereExactly()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        var due = TimeSpan.FromDays(40) + TimeSpan.FromTicks(7);
        var ran = 0;
        using var far = test.Loop.CallLater(due, () => { ran++; });
        using var farther = test.Loop.CallLater(due + TimeSpan.FromTicks(1), () => { ran++; });

        Assert.IsTrue(test.AdvanceToNext());

        Assert.AreEqual(began + due, test.Time.GetUtcNow());
        Assert.AreEqual(1, ran);
    }

    [TestMethod]
    public void Advance_PastABlockingTimeout_StopsThereToo()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        TimeSpan? at = null;
        test.AddCaller(() =>
        {
            Assert.IsFalse(test.Loop.RunInReactor(() => new TaskCompletionSource().Task).TryWait(2 * _second));
            at = test.Time.GetUtcNow() - began;
        });

        test.Advance(10 * _second);

        Assert.AreEqual(2 * _second, at);
        Assert.AreEqual(began + 10 * _second, test.Time.GetUtcNow());
    }

    [TestMethod]
    public void AdvanceToNext_WithTimeouts_MovesToEach()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        var bank = CrochetProxy.Create<IBank>(new SilentBank(), test.Loop);
        var awaited = bank.WithdrawAsync(1);
        test.AddCaller(() => test.Loop.RunInReactor(() => new TaskCompletionSource().Task).TryWait(2 * _second));

        Assert.IsTrue(test.AdvanceToNext());
        Assert.AreEqual(began + 2 * _second, test.Time.GetUtcNow());
        Assert.IsTrue(test.AdvanceToNext());
        Assert.AreEqual(began + 5 * _second, test.Time.GetUtcNow());

        Assert.IsInstanceOfType<CrochetTimeoutException>(awaited.Exception?.InnerException);
        Assert.IsFalse(test.AdvanceToNext());
    }

    [TestMethod]
    public void AdvanceToNext_WithoutATimer_SaysSoAndLeavesTime()
    {
        using var test = new TestLoop();
        var before = test.Time.GetUtcNow();

        Assert.IsFalse(test.AdvanceToNext());

        Assert.AreEqual(before, test.Time.GetUtcNow());
    }

    [TestMethod]
    public void AdvanceToNext_AfterATimerWasCleared_LeavesThatOut()
    {
        using var test = new TestLoop();
        var began = test.Time.GetUtcNow();
        var cleared = test.Loop.CallLater(_second, () => { });
        using var kept = test.Loop.CallLater(2 * _second, () => { });
        cleared.Dispose();

        Assert.IsTrue(test.AdvanceToNext());

        Assert.AreEqual(began + 2 * _second, test.Time.GetUtcNow());
    }

    [TestMethod]
    public void AwaitedTimeout_FollowsTime()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new SilentBank(), test.Loop);
        var call = bank.WithdrawAsync(1);

        test.Advance(TimeSpan.FromSeconds(4.9));
        Assert.IsFalse(call.IsCompleted);
        test.Advance(TimeSpan.FromSeconds(0.1));

        Assert.IsInstanceOfType<CrochetTimeoutException>(call.Exception?.InnerException);
    }

    [TestMethod]
    public void TimerOnTime_CountsAsTheLoopsOwn()
    {
        using var test = new TestLoop();
        var ran = 0;
        using var timer = test.Time.CreateTimer(_ => ran++, null, _second, 2 * _second);

        Assert.IsTrue(test.AdvanceToNext());
        Assert.AreEqual(1, ran);
        test.Advance(4 * _second);

        Assert.AreEqual(3, ran);
    }

    [TestMethod]
    public void TimerOnTime_ThatWasDisposedOf_DoesNotCome()
    {
        using var test = new TestLoop();
        var ran = 0;
        var timer = test.Time.CreateTimer(_ => ran++, null, _second, _second);
        test.Advance(_second);
        timer.Dispose();

        Assert.IsFalse(test.AdvanceToNext());
        Assert.IsFalse(timer.Change(_second, _second));
        Assert.AreEqual(1, ran);
    }

    [TestMethod]
    public void TimerOnTime_ThatThrows_IsReported()
    {
        using var test = new TestLoop();
        var reported = new List<Exception>();
        test.Loop.UnobservedFailure += (_, failure) => reported.Add(failure.Failure.Exception);
        using var timer = test.Time.CreateTimer(
            _ => throw new InvalidOperationException("Of the timer."), null, _second, Timeout.InfiniteTimeSpan);

        test.Advance(_second);

        Assert.AreEqual("Of the timer.", reported.Single().Message);
    }

    [TestMethod]
    public void Time_MovedByItself_RunsNothingUntilDriven()
    {
        using var test = new TestLoop();
        var ran = new List<string>();
        using var ofLoop = test.Loop.CallLater(_second, () => ran.Add("loop"));
        using var ofTime = test.Time.CreateTimer(_ => ran.Add("time"), null, _second, Timeout.InfiniteTimeSpan);

        test.Time.Advance(5 * _second);
        Assert.HasCount(0, ran);
        test.RunUntilIdle();

        CollectionAssert.AreEquivalent(new[] { "loop", "time" }, ran);
    }

    [TestMethod]
    public void CancellationTokenSource_OnTime_CancelsWhenTimeIsMoved()
    {
        using var test = new TestLoop();
        using var source = new CancellationTokenSource(_second, test.Time);
        var call = test.Loop.RunInReactor(() => Task.Delay(Timeout.InfiniteTimeSpan, test.Loop.TimeProvider, source.Token));

        test.Advance(_second);

        Assert.IsTrue(call.IsCanceled);
    }

    [TestMethod]
    public void Start_IsWhereTimeBegins()
    {
        var start = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
        using var test = new TestLoop(start: start);

        Assert.AreEqual(start, test.Time.GetUtcNow());
        Assert.AreEqual(start, test.Loop.TimeProvider.GetUtcNow());
    }

    [TestMethod]
    public void Start_WhereNoneIsGiven_IsFakeTimeProvidersOwn()
    {
        using var test = new TestLoop();

        Assert.AreEqual(new Microsoft.Extensions.Time.Testing.FakeTimeProvider().GetUtcNow(), test.Time.GetUtcNow());
    }

    [TestMethod]
    public void StashedResult_ExpiresWithTime()
    {
        using var test = new TestLoop(options: new EventLoopOptions { StashLifetime = TimeSpan.FromMinutes(1) });
        var id = test.Loop.RunInReactor(() => 1).Stash();
        test.RunUntilIdle();
        Assert.IsTrue(test.Loop.Stash.TryPeek(id, out _));

        test.Advance(TimeSpan.FromMinutes(1));

        Assert.IsFalse(test.Loop.Stash.TryPeek(id, out _));
    }

    [TestMethod]
    public void Drain_FollowsTime()
    {
        using var test = new TestLoop();
        var call = test.Loop.RunInReactor(() => new TaskCompletionSource().Task);
        test.RunUntilIdle();

        var stopped = test.Loop.StopAsync(TimeSpan.FromSeconds(30));
        test.Advance(TimeSpan.FromSeconds(29));
        Assert.IsFalse(call.IsCompleted);
        test.Advance(TimeSpan.FromSeconds(1));

        Assert.IsTrue(stopped.IsCompleted);
        Assert.IsInstanceOfType<EventLoopStoppedException>(call.OriginalFailure()?.Exception);
    }

    public sealed class SilentBank : IBank
    {
        public int GetBalance() => 0;

        public void Deposit(int amount)
        {
        }

        public bool Withdraw(int amount) => false;

        public Task<bool> WithdrawAsync(int amount) => new TaskCompletionSource<bool>().Task;

        public EventualResult<bool> BeginWithdraw(int amount) => WithdrawAsync(amount);
    }
}
