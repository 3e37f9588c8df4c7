namespace Crochet.Tests.Timing;

/// <summary>CallLater and CallEvery with callbacks that go on after their turns.</summary>
[TestClass]
public sealed class CallTimerTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [TestMethod]
    public void CallLater_TaskFails_IsReportedWithTheCallbacksName()
    {
        using var loop = TestLoop.Start(_time);
        var reported = new ReportedFailures(loop);

        using var timer = loop.CallLater(TimeSpan.Zero, FailsIt);

        Assert.AreEqual("later", reported.Single().Failure.Exception.Message);
        Assert.Contains(nameof(FailsIt), reported.Single().Source);
        static async Task FailsIt()
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Timer_ValueTaskFails_IsReported(bool isRepeated)
    {
        using var loop = TestLoop.Start(_time);
        var reported = new ReportedFailures(loop);
        Func<ValueTask> callback = async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("value task");
        };

        using var timer = isRepeated ? loop.CallEvery(_second, callback) : loop.CallLater(TimeSpan.Zero, callback);

        Assert.AreEqual("value task", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Timer_NullForATask_IsReportedWithItsName()
    {
        using var loop = TestLoop.Start(_time);
        var reported = new ReportedFailures(loop);

        using var timer = loop.CallLater(TimeSpan.Zero, GivesNone);

        Assert.IsInstanceOfType<InvalidOperationException>(reported.Single().Failure.Exception);
        Assert.Contains(nameof(GivesNone), reported.Single().Failure.Exception.Message);
        static Task GivesNone() => null!;
    }

    [TestMethod]
    public void CallEvery_Action_CallsInEachPeriod()
    {
        using var loop = TestLoop.Start(_time);
        var calls = 0;

        using var timer = loop.CallEvery(_second, () => { calls++; });

        for (var expected = 1; expected <= 3; expected++)
        {
            Wait.Until(() => Volatile.Read(ref calls) == expected);
            loop.CatchUp();
            _time.Advance(_second);
        }
    }

    [TestMethod]
    public void CallLater_ChangedWhileItsCallGoesOn_ComesAgain()
    {
        using var loop = TestLoop.Start(_time);
        var calls = 0;
        var release = new TaskCompletionSource();
        using var timer = loop.CallLater(TimeSpan.Zero, () =>
        {
            Interlocked.Increment(ref calls);
            return release.Task;
        });
        Wait.Until(() => Volatile.Read(ref calls) == 1);

        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Wait.Until(() => Volatile.Read(ref calls) == 2);
        release.SetResult();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Token_TimerDisposed_IsSignalledOnTheLoopThread(bool isRepeated)
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var signalled = new TaskCompletionSource<bool>();
        Func<CancellationToken, Task> callback = token =>
        {
            token.Register(() => signalled.SetResult(loop.IsInLoopThread));
            begun.Open();
            return Task.Delay(Timeout.Infinite, token);
        };
        var timer = isRepeated ? loop.CallEvery(_second, callback) : loop.CallLater(TimeSpan.Zero, callback);
        begun.Pass();

        timer.Dispose();

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
    }

    [TestMethod]
    public void Token_DisposedFromItsOwnCall_IsSignalled()
    {
        using var loop = TestLoop.Start(_time);
        var ended = new Gate();
        ITimer? timer = null;
        timer = loop.CallLater(_second, async token =>
        {
            timer!.Dispose();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                ended.Open();
            }
        });

        _time.Advance(_second);

        ended.Pass();
    }

    [TestMethod]
    public void Token_LoopStops_IsSignalledAndTheCallCleansUpOnTheLoopThread()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var cleanedUpInLoop = false;
        using var timer = loop.CallEvery(_second, async token =>
        {
            begun.Open();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cleanedUpInLoop = loop.IsInLoopThread;
            }
        });
        begun.Pass();

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(cleanedUpInLoop);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Drain_CallInItsAwait_IsWaitedFor(bool isRepeated)
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var release = new TaskCompletionSource();
        var hasEnded = false;
        Func<Task> callback = async () =>
        {
            begun.Open();
            await release.Task;
            hasEnded = true;
        };
        using var timer = isRepeated ? loop.CallEvery(_second, callback) : loop.CallLater(TimeSpan.Zero, callback);
        begun.Pass();

        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);
        Assert.IsFalse(stopped.IsCompleted);
        release.SetResult();
        loop.UntilStopped();

        Assert.IsTrue(hasEnded);
    }

    [TestMethod]
    public void Drain_AsyncVoidInItsAwait_IsWaitedFor()
    {
        using var loop = TestLoop.Start(_time);
        var release = new TaskCompletionSource();
        var hasEnded = false;
        loop.Post(GoOn);
        loop.CatchUp();

        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);
        Assert.IsFalse(stopped.IsCompleted);
        release.SetResult();
        loop.UntilStopped();

        Assert.IsTrue(hasEnded);
        async void GoOn()
        {
            await release.Task;
            hasEnded = true;
        }
    }

    [TestMethod]
    public void Drain_AsyncVoidEndsOnAnotherThread_EndsTheDrain()
    {
        using var loop = TestLoop.Start(_time);
        var release = new TaskCompletionSource();
        loop.Post(GoOn);
        loop.CatchUp();
        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);

        release.SetResult();

        loop.UntilStopped();
        async void GoOn() => await release.Task.ConfigureAwait(false);
    }

    [TestMethod]
    public void Drain_OnlyRepeatedCallsAreLeft_TheyDoNotComeAgain()
    {
        using var loop = TestLoop.Start(_time);
        var calls = 0;
        var first = new TaskCompletionSource();
        using var timer = loop.CallEvery(_second, () => Interlocked.Increment(ref calls) == 1 ? first.Task : Task.Delay(Timeout.Infinite));
        using var other = loop.CallEvery(_second, () => Task.Delay(2 * _second, loop.TimeProvider), now: false);
        Wait.Until(() => Volatile.Read(ref calls) == 1);

        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);
        first.SetResult();
        while (!loop.Completion.IsCompleted)
            _time.Advance(_second / 10);

        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public void Drain_CallInFlightNeedsARepeatedCall_ItComesAgain()
    {
        using var loop = TestLoop.Start(_time);
        var polled = new TaskCompletionSource();
        using var timer = loop.CallEvery(
            _second,
            () =>
            {
                if (loop.State == EventLoopState.Stopping)
                    polled.TrySetResult();
                return Task.CompletedTask;
            },
            now: false);
        var call = loop.RunInReactor(() => polled.Task);
        loop.CatchUp();

        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);
        Wait.Until(() => loop.Stopping.IsCancellationRequested);
        _time.Advance(_second);

        loop.UntilStopped();
        Assert.IsTrue(call.IsCompleted);
        Assert.IsNull(call.OriginalFailure());
    }

    [TestMethod]
    public async Task DisposeAsync_CallInItsAwait_WaitsForIt()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var release = new TaskCompletionSource();
        var timer = loop.CallEvery(_second, () =>
        {
            begun.Open();
            return release.Task;
        });
        begun.Pass();

        var disposed = timer.DisposeAsync().AsTask();
        loop.CatchUp();
        Assert.IsFalse(disposed.IsCompleted);
        var seen = disposed.SeenInline();
        release.SetResult();

        Assert.IsNull((await seen.WaitAsync(TestTimeouts.MustNotElapse)).Loop);
    }

    [TestMethod]
    public async Task DisposeAsync_CallbackHoldsTheLoop_WaitsForItsEnd()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var release = new Gate();
        var hasEnded = false;
        var timer = loop.CallLater(TimeSpan.Zero, () =>
        {
            begun.Open();
            release.Pass();
            hasEnded = true;
        });
        begun.Pass();

        var disposed = timer.DisposeAsync().AsTask();
        Assert.IsFalse(disposed.IsCompleted);
        release.Open();
        await disposed.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsTrue(hasEnded);
    }

    [TestMethod]
    public async Task DisposeAsync_InItsOwnCall_DoesNotWaitForItself()
    {
        using var loop = TestLoop.Start(_time);
        var ended = new TaskCompletionSource();
        ITimer? timer = null;
        timer = loop.CallEvery(
            _second,
            async () =>
            {
                await Task.Yield();
                await timer!.DisposeAsync();
                ended.SetResult();
            },
            now: false);

        _time.Advance(_second);

        await ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task DisposeAsync_CallNeverEnds_EndsWithTheLoopsStop()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        var never = new TaskCompletionSource();
        var timer = loop.CallEvery(_second, () =>
        {
            begun.Open();
            return never.Task;
        });
        begun.Pass();
        var disposed = timer.DisposeAsync().AsTask();

        loop.Stop();

        await disposed.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsTrue(loop.Completion.IsCompleted);
    }

    [TestMethod]
    public async Task DisposeAsync_NoCallRuns_EndsAtOnce()
    {
        using var loop = TestLoop.Start(_time);
        var timer = loop.CallEvery(_second, () => Task.CompletedTask, now: false);

        Assert.IsTrue(timer.DisposeAsync().AsTask().IsCompletedSuccessfully);
        Assert.IsFalse(timer.Change(_second, _second));
        await loop.StopAsync();
    }

    [TestMethod]
    public void Snapshot_RepeatedCallInItsAwait_IsListed()
    {
        using var loop = TestLoop.Start(_time);
        var begun = new Gate();
        using var timer = loop.CallEvery(_second, GoesOn);
        begun.Pass();
        loop.CatchUp();

        var pending = loop.GetSnapshot().Pending.Single();

        Assert.Contains(nameof(GoesOn), pending.Call);
        Assert.AreEqual(CallPhase.Awaiting, pending.Phase);
        Assert.AreEqual(TimeSpan.Zero, pending.Queued);
        async Task GoesOn()
        {
            begun.Open();
            await new TaskCompletionSource().Task;
        }
    }
}
