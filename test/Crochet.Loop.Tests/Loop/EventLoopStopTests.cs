using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>A stop without a drain, by Stop and by StopAsync's default.</summary>
[TestClass]
public sealed class EventLoopStopTests
{
    [TestMethod]
    public void Stop_FromAnotherThread_EndsTheLoop()
    {
        using var loop = TestLoop.Start();

        loop.Stop();

        loop.UntilStopped();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Stop_FromTheLoopThread_EndsTheLoop()
    {
        using var loop = TestLoop.Start();

        loop.Post(loop.Stop);

        loop.UntilStopped();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Stop_FromTheLoopThread_ReturnsIntoTheTurn()
    {
        using var loop = TestLoop.Start();
        var state = new TaskCompletionSource<EventLoopState>();

        loop.Post(() =>
        {
            loop.Stop();
            state.SetResult(loop.State);
        });
        loop.UntilStopped();

        Assert.AreEqual(EventLoopState.Stopping, state.Task.Result);
    }

    [TestMethod]
    public void Stop_Again_DoesNothing()
    {
        using var loop = TestLoop.Start();

        loop.Stop();
        loop.Stop();
        loop.UntilStopped();
        loop.Stop();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Stop_FromManyThreads_EndsTheLoopOnce()
    {
        using var loop = TestLoop.Start();
        var signals = 0;
        using var registration = loop.Stopping.Register(() => Interlocked.Increment(ref signals));

        foreach (var caller in Caller.StartTogether(16, _ =>
        {
            loop.Stop();
            return true;
        }))
        {
            caller.Join();
        }
        loop.UntilStopped();

        Assert.AreEqual(1, signals);
    }

    [TestMethod]
    public void Stop_LoopNeverStarted_IsStopped()
    {
        using var loop = new EventLoop();

        loop.Stop();

        loop.UntilStopped();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.IsTrue(loop.Stopping.IsCancellationRequested);
    }

    [TestMethod]
    public void Stop_LoopNeverStarted_EndsWhatWasQueued()
    {
        using var loop = new EventLoop();
        var ran = false;
        var result = loop.RunInReactor(() => { ran = true; });
        var waiting = Caller.Start(result.UntilEnded).UntilBlocked();

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void Stop_LoopIsHeld_ReturnsAtOnce()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();

        loop.Stop();

        Assert.IsFalse(loop.Completion.IsCompleted);
        Assert.AreEqual(EventLoopState.Stopping, loop.State);
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_LoopIsHeld_UnblocksTheWaitsAtOnce()
    {
        using var loop = TestLoop.Start();
        var isRunning = new Gate();
        var release = new Gate();
        var running = loop.RunInReactor(() =>
        {
            isRunning.Open();
            release.Pass();
        });
        var queued = loop.RunInReactor(() => { });
        isRunning.Pass();
        var waitingForTheRunning = Caller.Start(running.UntilEnded).UntilBlocked();
        var waitingForTheQueued = Caller.Start(queued.UntilEnded).UntilBlocked();

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waitingForTheRunning.Join());
        Assert.ThrowsExactly<EventLoopStoppedException>(() => waitingForTheQueued.Join());
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_QueuedCall_NeverRuns()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var ran = false;
        var queued = loop.RunInReactor(() => { ran = true; });

        loop.Stop();
        release.Open();
        loop.UntilStopped();

        Assert.ThrowsExactly<EventLoopStoppedException>(queued.UntilEnded);
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void Stop_QueuedCallbacks_AreDroppedAndCounted()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, SlowTurnThreshold = Timeout.InfiniteTimeSpan });
        var release = loop.Hold();
        for (var post = 0; post < 37; post++)
            loop.Post(() => { });

        loop.Stop();
        release.Open();
        loop.UntilStopped();

        Assert.IsTrue(logs.Entries.Any(entry => entry.Message.Contains("37", StringComparison.Ordinal)));
        Assert.IsFalse(logs.Entries.Any(entry => entry.Level >= LogLevel.Warning));
    }

    [TestMethod]
    public void Stop_ManyWaiters_AllGetReactorStoppedWithTheLoopsName()
    {
        using var loop = TestLoop.Start("Kitchen");
        var result = loop.RunInReactor(Never);
        var waiters = Enumerable.Range(0, 16).Select(_ => Caller.Start(result.UntilEnded).UntilBlocked()).ToList();

        loop.Stop();

        foreach (var waiter in waiters)
        {
            var thrown = Assert.ThrowsExactly<EventLoopStoppedException>(() => waiter.Join());
            Assert.AreEqual("Kitchen", thrown.LoopName);
            Assert.Contains("Kitchen", thrown.Message);
        }
    }

    [TestMethod]
    public void Stop_WaiterInTheThreadPool_GetsEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        var waiting = Task.Run(result.UntilEnded);

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult());
    }

    [TestMethod]
    public async Task Stop_AwaitsThatAreLeft_GetEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        var awaiting = Await(result);

        loop.Stop();

        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => awaiting.WaitAsync(TestTimeouts.MustNotElapse));
        static async Task Await(EventualResult result) => await result;
    }

    [TestMethod]
    public void Stop_ResultIsThere_KeepsIt()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 123);
        result.UntilEnded();

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(123, result.Value());
        Assert.AreEqual(123, result.Value());
    }

    [TestMethod]
    public void Stop_FailureIsThere_KeepsIt()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(new Action(() => throw new InvalidOperationException("thrown")));
        result.UntilCompleted();

        loop.Stop();
        loop.UntilStopped();

        Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);
    }

    [TestMethod]
    public void Stop_WaitBegunAfterwards_ThrowsEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        loop.Stop();
        loop.UntilStopped();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => result.Wait(TimeSpan.Zero));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => result.TryWait(TimeSpan.Zero));
        Assert.IsTrue(result.IsCompleted);
        Assert.IsInstanceOfType<EventLoopStoppedException>(result.OriginalFailure()?.Exception);
    }

    [TestMethod]
    public void Stop_TaskEndsAfterwards_ResultStaysStopped()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        loop.Stop();
        loop.UntilStopped();

        work.SetResult(42);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => result.Value());
    }

    [TestMethod]
    public void Stop_TokensOfCallsInFlight_AreSignalledOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var signalled = new TaskCompletionSource<bool>();
        loop.RunInReactor(token =>
        {
            token.Register(() => signalled.SetResult(loop.IsInLoopThread));
            return Never();
        });
        loop.CatchUp();

        loop.Stop();

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
    }

    [TestMethod]
    public void Stop_CallThatHeedsItsToken_CleansUpOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var cleanedUp = new TaskCompletionSource<bool>();
        loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                cleanedUp.SetResult(loop.IsInLoopThread);
            }
        });
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(cleanedUp.Task.IsCompleted);
        Assert.IsTrue(cleanedUp.Task.Result);
    }

    [TestMethod]
    public void Stop_ManyCallsInFlight_SignalsEachToken()
    {
        using var loop = TestLoop.Start();
        const int Count = 1000;
        var signalled = 0;
        var calls = new List<EventualResult>();
        for (var call = 0; call < Count; call++)
        {
            calls.Add(loop.RunInReactor(token =>
            {
                token.Register(() => signalled++);
                return Never();
            }));
        }
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(Count, signalled);
        Assert.IsTrue(calls.TrueForAll(static call => call.IsCompleted));
    }

    [TestMethod]
    public void Stop_CallsMadeByAStoppingCallback_ThrowEventLoopStopped()
    {
        using var loop = TestLoop.Start();
        var thrown = new TaskCompletionSource<Exception>();
        using var registration = loop.Stopping.Register(() =>
        {
            try
            {
                loop.RunInReactor(() => { });
            }
            catch (EventLoopStoppedException exception)
            {
                thrown.SetResult(exception);
            }
        });

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(thrown.Task.IsCompleted);
    }

    [TestMethod]
    public void Stop_WaiterOfACallWhoseTokenCallbackBlocks_IsUnblockedFirst()
    {
        using var loop = TestLoop.Start();
        var release = new Gate();
        var result = loop.RunInReactor(token =>
        {
            token.Register(release.Pass);
            return Never();
        });
        loop.CatchUp();
        var waiting = Caller.Start(result.UntilEnded).UntilBlocked();

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_WaiterWhileAStoppingCallbackBlocks_IsUnblockedFirst()
    {
        using var loop = TestLoop.Start();
        var release = new Gate();
        using var registration = loop.Stopping.Register(release.Pass);
        var waiting = Caller.Start(loop.RunInReactor(Never).UntilEnded).UntilBlocked();

        loop.Post(loop.Stop);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_Stopping_IsSignalledOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var signalled = new TaskCompletionSource<bool>();
        using var registration = loop.Stopping.Register(() => signalled.SetResult(loop.IsInLoopThread));
        Assert.IsFalse(loop.Stopping.IsCancellationRequested);

        loop.Stop();

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
        Assert.IsTrue(loop.Stopping.IsCancellationRequested);
    }

    [TestMethod]
    public void Stop_StoppingCallbackThrows_IsReportedAndTheLoopStillStops()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        using var registration = loop.Stopping.Register(() => throw new InvalidOperationException("stopping"));

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.AreEqual("stopping", reported.Single().Failure.Exception.GetBaseException().Message);
    }

    [TestMethod]
    public void Stop_TokenCallbackThrows_LoopStillStops()
    {
        using var loop = TestLoop.Start();
        _ = new ReportedFailures(loop);
        var second = new Gate();
        loop.RunInReactor(token =>
        {
            token.Register(() => throw new InvalidOperationException("token"));
            return Never();
        });
        loop.RunInReactor(token =>
        {
            token.Register(second.Open);
            return Never();
        });
        loop.CatchUp();

        loop.Stop();

        second.Pass();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_ThreadOfItsOwn_Ends()
    {
        using var loop = TestLoop.Start();
        var thread = loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread);

        loop.Stop();

        Assert.IsTrue(thread.Join(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Completion_CallbacksThrew_EndsWell()
    {
        using var loop = TestLoop.Start();
        _ = new ReportedFailures(loop);
        loop.Post(() => throw new InvalidOperationException("thrown"));
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(loop.Completion.IsCompletedSuccessfully);
    }

    [TestMethod]
    public void Completion_Continuation_DoesNotRunInTheLoop()
    {
        using var loop = TestLoop.Start();
        var thread = loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread);
        var seen = loop.Completion.SeenInline();

        loop.Stop();

        Assert.IsTrue(seen.Wait(TestTimeouts.MustNotElapse));
        Assert.IsNull(seen.Result.Loop);
        Assert.AreNotSame(thread, seen.Result.Thread);
    }

    [TestMethod]
    public async Task StopAsync_WithoutADrain_EndsWhenTheLoopHasStopped()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);

        await loop.StopAsync().WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.IsTrue(loop.Completion.IsCompleted);
        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
    }

    [TestMethod]
    public async Task StopAsync_Again_EndsToo()
    {
        using var loop = TestLoop.Start();

        await loop.StopAsync().WaitAsync(TestTimeouts.MustNotElapse);

        await loop.StopAsync().WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task StopAsync_LoopNeverStarted_EndsAtOnce()
    {
        using var loop = new EventLoop();

        await loop.StopAsync(TimeSpan.FromHours(1)).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void AfterStop_EveryCall_ThrowsReactorStoppedAtOnce()
    {
        using var loop = TestLoop.Start("Kitchen");
        loop.Stop();
        loop.UntilStopped();
        var timeout = TestTimeouts.MustNotElapse;
        Action[] calls =
        [
            () => loop.Post(() => { }),
            () => loop.CallLater(TimeSpan.Zero, () => { }),
            () => loop.CallEvery(timeout, () => Task.CompletedTask),
            () => loop.RunInReactor(() => { }),
            () => loop.RunInReactor(() => 1),
            () => loop.RunInReactor(() => Task.CompletedTask),
            () => loop.RunInReactor(() => Task.FromResult(1)),
            () => loop.RunInReactor(token => Task.CompletedTask),
            () => loop.RunInReactor(token => Task.FromResult(1)),
            () => loop.WaitFor(timeout, () => { }),
            () => loop.WaitFor(timeout, () => 1),
            () => loop.WaitFor(timeout, () => Task.CompletedTask),
            () => loop.WaitFor(timeout, () => Task.FromResult(1)),
            () => loop.WaitFor(timeout, token => Task.CompletedTask),
            () => loop.WaitFor(timeout, token => Task.FromResult(1)),
        ];

        foreach (var call in calls)
            Assert.AreEqual("Kitchen", Assert.ThrowsExactly<EventLoopStoppedException>(call).LoopName);
    }

    [TestMethod]
    public void WhileStopping_EveryCallFromOutside_ThrowsReactorStoppedAtOnce()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Post(() => { }));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.RunInReactor(() => 1));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 1));
        release.Open();
    }

    [TestMethod]
    public void AfterStop_WhatIsNoCall_StillWorks()
    {
        using var loop = TestLoop.Start("Kitchen");
        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual("Kitchen", loop.Name);
        Assert.AreEqual(EventLoopState.Stopped, loop.GetSnapshot().State);
        Assert.AreEqual(0, loop.Stash.Count);
        Assert.IsFalse(loop.IsInLoopThread);
    }

    [TestMethod]
    public void AfterStop_LateContinuation_IsDroppedQuietly()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, SlowTurnThreshold = Timeout.InfiniteTimeSpan });
        var reported = new ReportedFailures(loop);
        var late = new TaskCompletionSource();
        var ran = false;
        loop.RunInReactor(async () =>
        {
            await late.Task;
            ran = true;
        });
        loop.CatchUp();
        loop.Stop();
        loop.UntilStopped();

        late.SetResult();

        Assert.IsFalse(ran);
        Assert.AreEqual(0, reported.Count);
        Assert.IsFalse(logs.Entries.Any(entry => entry.Level >= LogLevel.Warning));
    }

    [TestMethod]
    public void AfterStop_PostToTheSynchronizationContext_IsDroppedQuietly()
    {
        using var loop = TestLoop.Start();
        var ran = new Gate();
        loop.Stop();
        loop.UntilStopped();

        loop.SynchronizationContext.Post(_ => ran.Open(), null);

        Assert.IsFalse(ran.IsOpen);
    }

    [TestMethod]
    public void Stop_RacingWithCalls_EveryAcceptedCallEnds()
    {
        for (var round = 0; round < 100; round++)
        {
            using var loop = TestLoop.Start();
            var callers = Caller.StartTogether(3, caller =>
            {
                var accepted = new List<EventualResult<int>>();
                try
                {
                    for (var call = 0; call < 50; call++)
                        accepted.Add(loop.RunInReactor(() => call));
                    if (caller == 0)
                        loop.Stop();
                }
                catch (EventLoopStoppedException)
                {
                }
                return accepted;
            });

            foreach (var result in callers.SelectMany(caller => caller.Join()))
            {
                try
                {
                    result.Value();
                }
                catch (EventLoopStoppedException)
                {
                }
            }
            loop.UntilStopped();
        }
    }

    private static Task Never() => new TaskCompletionSource().Task;
}
