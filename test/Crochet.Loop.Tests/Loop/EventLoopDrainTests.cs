using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>StopAsync with a drain: calls in flight may end, and nothing new comes from outside.</summary>
[TestClass]
public sealed class EventLoopDrainTests
{
    private static readonly TimeSpan _drain = TimeSpan.FromMinutes(5);

    [TestMethod]
    public async Task StopAsync_NothingInFlight_EndsWithoutWaitingForTheDrain()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());

        await loop.StopAsync(_drain).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public async Task StopAsync_CallInFlight_MayEnd()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        var stopped = loop.StopAsync(_drain);
        Assert.IsFalse(stopped.IsCompleted);
        work.SetResult(42);
        await stopped.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void StopAsync_CallInFlightIsCollected_EndsWithinASecond()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var task = CallWhatNothingEnds(loop);
        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);

        Wait.UntilCollected(() => !task.TryGetTarget(out _));
        time.Advance(TimeSpan.FromSeconds(1));

        loop.UntilStopped();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<Task> CallWhatNothingEnds(EventLoop loop)
        {
            var task = new TaskCompletionSource().Task;
            loop.RunInReactor(() => task);
            loop.CatchUp();
            return new(task);
        }
    }

    [TestMethod]
    public void StopAsync_WaiterOfACallInFlight_GetsItsValue()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource<int>();
        var waiting = Caller.Start(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => work.Task)).UntilBlocked();
        loop.CatchUp();

        _ = loop.StopAsync(_drain);
        work.SetResult(42);

        Assert.AreEqual(42, waiting.Join());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_CallInFlight_StateIsStopping()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource();
        loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        _ = loop.StopAsync(_drain);

        Assert.AreEqual(EventLoopState.Stopping, loop.State);
        Assert.IsFalse(loop.Completion.IsCompleted);
        work.SetResult();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_QueuedCall_RunsInTheDrain()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var release = loop.Hold();
        var queued = loop.RunInReactor(() => 42);

        _ = loop.StopAsync(_drain);
        release.Open();

        Assert.AreEqual(42, queued.Value());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_CallsFromOutside_ThrowEventLoopStopped()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource();
        loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        _ = loop.StopAsync(_drain);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Post(() => { }));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.RunInReactor(() => 1));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 1));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.CallLater(TimeSpan.Zero, () => { }));
        work.SetResult();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_CallsOfACallInFlightOnTheLoopThread_Run()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(async () =>
        {
            await work.Task;
            var posted = new TaskCompletionSource<string>();
            loop.Post(() => posted.SetResult("posted"));
            return await posted.Task + await loop.RunInReactor(() => ", called");
        });
        loop.CatchUp();

        _ = loop.StopAsync(_drain);
        work.SetResult();

        Assert.AreEqual("posted, called", result.Value());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_TimersOfACallInFlight_Fire()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var result = loop.RunInReactor(async () =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), loop.TimeProvider);
            return 42;
        });
        loop.CatchUp();

        _ = loop.StopAsync(_drain);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.AreEqual(42, result.Value());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_DrainBegins_StoppingIsSignalledOnTheLoopThread()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var signalled = new TaskCompletionSource<bool>();
        loop.RunInReactor(async () =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, loop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            signalled.SetResult(loop.IsInLoopThread);
        });
        loop.CatchUp();

        _ = loop.StopAsync(_drain);

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_DrainBegins_TokensAreNotYetSignalled()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var signalled = new TaskCompletionSource<bool>();
        var begun = new Gate();
        using var registration = loop.Stopping.Register(begun.Open);
        loop.RunInReactor(token =>
        {
            token.Register(() => signalled.SetResult(loop.IsInLoopThread));
            return Never();
        });
        loop.CatchUp();

        _ = loop.StopAsync(_drain);
        begun.Pass();
        time.Advance(_drain - TimeSpan.FromTicks(1));
        Assert.IsFalse(signalled.Task.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
        // The call is deaf: the stop gives it so long.
        time.Advance(TimeSpan.FromSeconds(2));
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_DrainHasPassed_WaitsGetEventLoopStopped()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var begun = new Gate();
        using var registration = loop.Stopping.Register(begun.Open);
        var waiting = Caller.Start(loop.RunInReactor(Never).UntilEnded).UntilBlocked();
        var stopped = loop.StopAsync(_drain);
        begun.Pass();
        Assert.IsFalse(waiting.HasReturned);

        time.Advance(_drain);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void StopAsync_DrainHasPassedWhileTheLoopIsHeld_WaitsGetEventLoopStopped()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var release = loop.Hold();
        var waiting = Caller.Start(loop.RunInReactor(() => { }).UntilEnded).UntilBlocked();
        _ = loop.StopAsync(_drain);

        time.Advance(_drain + TimeSpan.FromSeconds(1));

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_DrainHasPassedWhileTheLoopsFirstTurnHoldsIt_WaitsGetEventLoopStopped()
    {
        var time = new FakeTimeProvider();
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time, RealTime = time });
        var isHeld = new Gate();
        var release = new Gate();
        var result = loop.RunInReactor(() =>
        {
            isHeld.Open();
            release.Pass();
        });
        loop.Start();
        isHeld.Pass();
        _ = loop.StopAsync(_drain);

        time.Advance(_drain + TimeSpan.FromSeconds(1));

        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_LoopHadBeenHeldForLong_DrainEndsInTime()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var release = loop.Hold();
        var result = loop.RunInReactor(() => { });
        time.Advance(TimeSpan.FromHours(1));
        _ = loop.StopAsync(_drain);

        time.Advance(_drain + TimeSpan.FromSeconds(1));

        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_DrainHasPassedWhileTheOwnersThreadIsHeld_WaitsGetEventLoopStopped()
    {
        var time = new FakeTimeProvider();
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { TimeProvider = time, RealTime = time });
        var release = loop.Hold();
        var result = loop.RunInReactor(() => { });
        _ = loop.StopAsync(_drain);

        time.Advance(_drain + TimeSpan.FromSeconds(1));

        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_StopMeanwhile_EndsTheDrain()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var result = loop.RunInReactor(Never);
        loop.CatchUp();
        var stopped = loop.StopAsync(_drain);

        loop.Stop();

        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void StopAsync_AwaitedByACallInTheLoop_GoesOnAtOnceAndTheLoopEnds(bool drains)
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(async () =>
        {
            await loop.StopAsync(drains ? TestTimeouts.MustNotElapse : TimeSpan.Zero);
            return loop.State;
        });

        loop.UntilStopped();

        Assert.AreEqual(EventLoopState.Stopping, result.Value());
    }

    [TestMethod]
    public void StopAsync_CancelledCallInFlight_DoesNotHoldTheDrain()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var result = loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        loop.CatchUp();
        _ = loop.StopAsync(_drain);

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        loop.UntilStopped();
    }

    [TestMethod]
    public async Task StopAsync_PendingTimers_DoNotHoldTheDrain()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        loop.CallLater(TimeSpan.FromHours(1), () => { });
        loop.CallEvery(TimeSpan.FromHours(1), () => Task.CompletedTask);
        loop.CatchUp();

        await loop.StopAsync(_drain).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void StopAsync_CallbackIsRunning_IsWaitedFor()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var release = loop.Hold();

        var stopped = loop.StopAsync(_drain);

        Assert.IsFalse(stopped.IsCompleted);
        release.Open();
        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void StopAsync_FromTheLoopThread_Drains()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);

        loop.Post(() => _ = loop.StopAsync(_drain));
        Wait.Until(() => loop.State == EventLoopState.Stopping);
        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_NegativeDrain_Throws()
    {
        using var loop = TestLoop.Start();

        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => { _ = loop.StopAsync(TimeSpan.FromSeconds(-3)); });

        Assert.AreEqual("drain", thrown.ParamName);
        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void StopAsync_LongestDrain_EndsWithTheCallsInFlight()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        _ = loop.StopAsync(TimeSpan.MaxValue);
        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
        loop.UntilStopped();
    }

    [TestMethod]
    public void StopAsync_SecondCall_ChangesNoDrain()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);

        var second = loop.StopAsync();
        loop.UntilItHasLooked();
        Assert.IsFalse(second.IsCompleted);
        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
        Assert.IsTrue(second.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void StopAsync_AsyncVoidCallbackInItsAwait_MayEnd()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var ended = false;
        loop.Post(async () =>
        {
            await work.Task;
            await Task.Yield();
            ended = true;
        });
        loop.CatchUp();

        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan);
        loop.UntilItHasLooked();
        Assert.IsFalse(stopped.IsCompleted);
        work.SetResult();

        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(ended);
    }

    [TestMethod]
    public void StopAsync_RepeatedCallInItsAwait_MayEnd()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var begun = new Gate();
        var ended = false;
        using var timer = loop.CallEvery(TimeSpan.FromHours(1), async () =>
        {
            begun.Open();
            await work.Task;
            ended = true;
        });
        begun.Pass();
        loop.CatchUp();

        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan);
        loop.UntilItHasLooked();
        Assert.IsFalse(stopped.IsCompleted);
        work.SetResult();

        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(ended);
    }

    [TestMethod]
    public void StopAsync_DrainHasPassed_NamesTheCallsThatOutlivedIt()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { TimeProvider = time, RealTime = time, LoggerFactory = logs });
        var begun = new Gate();
        using var registration = loop.Stopping.Register(begun.Open);
        loop.RunInReactor(Never);
        loop.CatchUp();
        _ = loop.StopAsync(_drain);
        begun.Pass();

        time.Advance(_drain);

        loop.UntilStopped();
        Assert.IsTrue(
            logs.Entries.Any(entry => entry.Level == LogLevel.Warning && entry.Message.Contains(nameof(Never), StringComparison.Ordinal)));
    }

    [TestMethod]
    public void StopAsync_BesideManyAbandonedCalls_TakesNoLongerForEachTurn()
    {
        using var loop = TestLoop.Start();
        var deaf = new TaskCompletionSource();
        var cancelled = new List<EventualResult>();
        for (var call = 0; call < 200_000; call++)
            cancelled.Add(loop.RunInReactor(() => deaf.Task));
        loop.CatchUp();
        cancelled.ForEach(static call => call.Cancel());
        loop.CatchUp();
        var turns = 0;
        var result = loop.RunInReactor(async () =>
        {
            for (; turns < 20_000; turns++)
                await Task.Yield();
        });

        _ = loop.StopAsync(Timeout.InfiniteTimeSpan);

        result.UntilEnded();
        Assert.AreEqual(20_000, turns);
        deaf.SetResult();
        loop.UntilStopped();
    }

    private static Task Never() => new TaskCompletionSource().Task;
}
