namespace Crochet.Tests.Timing;

/// <summary>What somebody waits for by a loop's time when the loop stops.</summary>
[TestClass]
public sealed class ProvidedTimerTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [TestMethod]
    public async Task Delay_BegunAfterTheStop_EndsInTime()
    {
        var loop = StoppedLoop();

        var delay = Task.Delay(_second, loop.TimeProvider);
        Assert.IsFalse(delay.IsCompleted);
        _time.Advance(_second);

        await delay.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Delay_BegunBeforeTheStop_EndsInWhatTimeWasLeft()
    {
        using var loop = TestLoop.Start(_time);
        var delay = Task.Delay(3 * _second, loop.TimeProvider);
        _time.Advance(_second);

        loop.Stop();
        loop.UntilStopped();
        _time.Advance(_second);
        Assert.IsFalse(delay.IsCompleted);
        _time.Advance(_second);

        await delay.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Delay_LoopIsHeldForEverWhenItIsStopped_Ends()
    {
        using var loop = TestLoop.Start(_time);
        var delay = Task.Delay(_second, loop.TimeProvider);
        var release = loop.Hold();

        loop.Stop();
        _time.Advance(_second);

        await delay.WaitAsync(TestTimeouts.MustNotElapse);
        release.Open();
    }

    [TestMethod]
    public async Task Delay_FromOutsideInADrain_EndsInTime()
    {
        using var loop = TestLoop.Start(_time);
        var release = new TaskCompletionSource();
        _ = loop.RunInReactor(() => release.Task);
        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);

        var delay = Task.Delay(_second, loop.TimeProvider);
        _time.Advance(_second);

        await delay.WaitAsync(TestTimeouts.MustNotElapse);
        release.SetResult();
    }

    [TestMethod]
    public void PeriodicTimer_OverTheStop_GoesOn()
    {
        using var loop = TestLoop.Start(_time);
        var fired = 0;
        AsyncLocal<string> local = new() { Value = "maker's" };
        string? seen = null;
        using var timer = loop.TimeProvider.CreateTimer(
            _ =>
            {
                seen = local.Value;
                Interlocked.Increment(ref fired);
            },
            null,
            _second,
            _second);
        local.Value = "stopper's";
        _time.Advance(_second);
        Wait.Until(() => Volatile.Read(ref fired) == 1);
        loop.Stop();
        loop.UntilStopped();

        _time.Advance(_second);
        _time.Advance(_second);

        Wait.Until(() => Volatile.Read(ref fired) == 3);
        Assert.AreEqual("maker's", seen);
        timer.Dispose();
        _time.Advance(_second);
        Assert.AreEqual(3, fired);
        Assert.IsFalse(timer.Change(_second, _second));
    }

    [TestMethod]
    public void Timer_ThatThrowsAfterTheStop_IsReported()
    {
        var loop = StoppedLoop();
        var reported = new ReportedFailures(loop);
        using var timer = loop.TimeProvider.CreateTimer(
            _ => throw new InvalidOperationException("late"), null, _second, Timeout.InfiniteTimeSpan);

        _time.Advance(_second);

        Assert.AreEqual("late", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public async Task DisposeAsync_CallbackHoldsTheLoop_WaitsForItsEnd()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var release = new Gate();
        var timer = loop.TimeProvider.CreateTimer(
            _ =>
            {
                begun.Open();
                release.Pass();
            },
            null,
            TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
        begun.Pass();

        var disposed = timer.DisposeAsync().AsTask();
        Assert.IsFalse(disposed.IsCompleted);
        release.Open();

        await disposed.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void Change_OnTheLoopThreadAmongDueTimers_LetsNoStaleCallbackCome()
    {
        using var loop = TestLoop.Start(_time);
        var stale = 0;
        var timers = new ITimer?[2];
        using var first = loop.CallLater(_second, () =>
        {
            timers[0]!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timers[1]!.Dispose();
        });
        for (var i = 0; i < timers.Length; i++)
            timers[i] = loop.TimeProvider.CreateTimer(_ => Interlocked.Increment(ref stale), null, _second, _second);

        _time.Advance(_second);
        loop.CatchUp();
        _time.Advance(_second);
        loop.CatchUp();

        Assert.AreEqual(0, stale);
    }

    private EventLoop StoppedLoop()
    {
        var loop = TestLoop.Start(_time);
        loop.Stop();
        loop.UntilStopped();
        return loop;
    }
}
