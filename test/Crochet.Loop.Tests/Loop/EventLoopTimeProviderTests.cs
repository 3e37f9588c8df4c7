using Crochet.Scenarios;

namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopTimeProviderTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void TimeProvider_OfALoop_TellsTheTimeOfItsOptions()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        time.Advance(_second);

        Assert.AreEqual(time.GetUtcNow(), loop.TimeProvider.GetUtcNow());
        Assert.AreEqual(time.GetTimestamp(), loop.TimeProvider.GetTimestamp());
        Assert.AreEqual(time.TimestampFrequency, loop.TimeProvider.TimestampFrequency);
        Assert.AreEqual(time.LocalTimeZone, loop.TimeProvider.LocalTimeZone);
    }

    [TestMethod]
    public void CreateTimer_Due_FiresOnTheLoopThreadWithItsState()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new TaskCompletionSource<(object?, bool)>();
        using var timer = loop.TimeProvider.CreateTimer(
            state => fired.SetResult((state, loop.IsInLoopThread)), "state", _second, Timeout.InfiniteTimeSpan);

        time.Advance(_second);

        Assert.IsTrue(fired.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(("state", true), fired.Task.Result);
    }

    [TestMethod]
    public void CreateTimer_Periodic_FiresInEachPeriod()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = 0;
        using var timer = loop.TimeProvider.CreateTimer(_ => Interlocked.Increment(ref fired), null, _second, 2 * _second);

        foreach (var (advance, expected) in new[] { (1, 1), (2, 2), (2, 3) })
        {
            time.Advance(advance * _second);
            Wait.Until(() => Volatile.Read(ref fired) >= expected);
            loop.CatchUp();
        }

        Assert.AreEqual(3, fired);
    }

    [TestMethod]
    public void CreateTimer_LongestPeriod_FiresOnce()
    {
        using var loop = TestLoop.Start();
        var fired = 0;
        using var timer = loop.TimeProvider.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.Zero, TimeSpan.MaxValue);
        Wait.Until(() => Volatile.Read(ref fired) > 0);

        for (var turn = 0; turn < 100; turn++)
            loop.CatchUp();

        Assert.AreEqual(1, fired);
    }

    [TestMethod]
    public void CreateTimer_NotArmed_FiresWhenChanged()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        using var timer = loop.TimeProvider.CreateTimer(
            _ => fired.Open(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        time.Advance(_second);
        loop.CatchUp();
        Assert.IsFalse(fired.IsOpen);

        timer.Change(_second, Timeout.InfiniteTimeSpan);
        time.Advance(_second);

        fired.Pass();
    }

    [TestMethod]
    public void CreateTimer_NullCallback_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.TimeProvider.CreateTimer(null!, null, _second, _second));
    }

    [TestMethod]
    public void CreateTimer_CallbackThrows_IsReportedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);

        using var timer = loop.TimeProvider.CreateTimer(
            _ => throw new InvalidOperationException("timer"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.AreEqual("timer", reported.Single().Failure.Exception.Message);
        loop.CatchUp();
    }

    [TestMethod]
    public void Delay_InACall_EndsItWhenTheTimeHasPassed()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var result = loop.RunInReactor(async () =>
        {
            await Task.Delay(_second, loop.TimeProvider);
            return loop.IsInLoopThread;
        });
        loop.CatchUp();

        Assert.IsFalse(result.IsCompleted);
        time.Advance(_second);

        Assert.IsTrue(result.Value());
    }

    [TestMethod]
    public void Delay_Cancelled_ThrowsInTheCall()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        using var cancellation = new CancellationTokenSource();
        var result = loop.RunInReactor(() => Task.Delay(_second, loop.TimeProvider, cancellation.Token));
        loop.CatchUp();

        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void PeriodicTimer_InACall_TicksInEachPeriod()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var ticks = 0;
        var result = loop.RunInReactor(async () =>
        {
            using var timer = new PeriodicTimer(_second, loop.TimeProvider);
            while (ticks < 3 && await timer.WaitForNextTickAsync())
                Interlocked.Increment(ref ticks);
        });
        loop.CatchUp();

        for (var tick = 1; tick <= 3; tick++)
        {
            time.Advance(_second);
            Wait.Until(() => Volatile.Read(ref ticks) >= tick);
        }

        result.UntilEnded();
    }

    [TestMethod]
    public void CancellationTokenSource_WithTheLoopsTime_IsCancelledOnTheLoopThread()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        using var source = new CancellationTokenSource(_second, loop.TimeProvider);
        var seen = new TaskCompletionSource<bool>();
        using var registration = source.Token.Register(() => seen.SetResult(loop.IsInLoopThread));

        time.Advance(_second);

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(seen.Task.Result);
    }

    [TestMethod]
    public void Timers_WithTheThreadPoolExhausted_StillFire() =>
        Assert.AreEqual("fired\n", ChildProcess.Run(PoolScenarios.TimersNeedNoPoolThread).Output);

    [TestMethod]
    public void Calls_WithTheThreadPoolExhausted_StillReturn() =>
        Assert.AreEqual("returned\n", ChildProcess.Run(PoolScenarios.CallsNeedNoPoolThread).Output);
}
