using System.Runtime.CompilerServices;
using Crochet.Scenarios;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>A failure that nobody retrieves is reported, once.</summary>
[TestClass]
public sealed class UnobservedFailureTests
{
    [TestMethod]
    public void Failure_NeverWaitedFor_IsReportedWhenTheResultIsCollected()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        FailAndDrop(loop);

        Wait.UntilCollected(() => reported.Count > 0);

        var failure = reported.Single();
        Assert.AreEqual("nobody asked", failure.Failure.Exception.Message);
        Assert.AreSame(loop, failure.Loop);
        Assert.Contains(nameof(FailInTheLoop), failure.Source);
        Assert.Contains(nameof(FailInTheLoop), failure.Failure.Traceback);
    }

    [TestMethod]
    public void Failure_NeverWaitedFor_IsReportedOnce()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        FailAndDrop(loop);
        Wait.UntilCollected(() => reported.Count > 0);

        Wait.Collect();
        loop.Stop();
        loop.UntilStopped();
        Wait.Collect();

        Assert.AreEqual(1, reported.Count);
    }

    [TestMethod]
    public void Failure_NeverWaitedFor_IsLoggedAtErrorOnce()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        FailAndDrop(loop);

        Wait.UntilCollected(() => logs.At(LogLevel.Error).Any());
        Wait.Collect();

        var entry = logs.At(LogLevel.Error).Single();
        Assert.AreEqual("nobody asked", entry.Exception?.Message);
        Assert.Contains(nameof(FailInTheLoop), entry.Message);
    }

    [TestMethod]
    public void Failure_WaitTimedOutBefore_IsReported()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        TimeOutThenFailAndDrop(loop);

        Wait.UntilCollected(() => reported.Count > 0);

        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void TimeOutThenFailAndDrop(EventLoop loop)
        {
            var work = new TaskCompletionSource();
            var result = loop.RunInReactor(() => work.Task);
            Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));
            work.SetException(new InvalidOperationException("nobody asked"));
            result.UntilCompleted();
        }
    }

    [TestMethod]
    public void Failure_ComesAfterTheResultWasCollected_IsReported()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var work = new TaskCompletionSource();
        var dropped = Drop(loop, work.Task);
        loop.CatchUp();
        Wait.UntilCollected(() => !dropped.IsAlive);

        work.SetException(new InvalidOperationException("nobody asked"));

        Wait.UntilCollected(() => reported.Count > 0);
        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Failure_OnlyLookedAt_IsReported()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        LookAtAndDrop(loop);

        Wait.UntilCollected(() => reported.Count > 0);

        Assert.AreEqual(1, reported.Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void LookAtAndDrop(EventLoop loop)
        {
            var result = loop.RunInReactor(FailInTheLoop);
            result.UntilCompleted();
            Assert.IsNotNull(result.OriginalFailure());
        }
    }

    [TestMethod]
    public void Failure_Retrieved_IsNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var reported = new ReportedFailures(loop);
        var dropped = RetrieveAndDrop(loop);
        loop.CatchUp();

        Wait.UntilCollected(() => dropped.All(result => !result.IsAlive));
        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(0, reported.Count);
        Assert.IsEmpty(logs.At(LogLevel.Error));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] RetrieveAndDrop(EventLoop loop)
        {
            var waited = loop.RunInReactor(FailInTheLoop);
            var tried = loop.RunInReactor(FailInTheLoop);
            var awaited = loop.RunInReactor(FailInTheLoop);
            var asTask = loop.RunInReactor(FailInTheLoop);
            Assert.ThrowsExactly<InvalidOperationException>(waited.UntilEnded);
            Assert.ThrowsExactly<InvalidOperationException>(() => tried.TryWait(TestTimeouts.MustNotElapse));
            awaited.UntilCompleted();
            Assert.ThrowsExactly<InvalidOperationException>(() => awaited.GetAwaiter().GetResult());
            var task = asTask.AsTask();
            Wait.Until(() => task.IsCompleted);
            Assert.IsNotNull(task.Exception);
            return [new(waited), new(tried), new(awaited), new(asTask)];
        }
    }

    [TestMethod]
    public void Failure_RetrievedByOneOfTwoWaiters_IsNotReported()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var dropped = RetrieveAndDrop(loop);
        loop.CatchUp();

        Wait.UntilCollected(() => !dropped.IsAlive);

        Assert.AreEqual(0, reported.Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference RetrieveAndDrop(EventLoop loop)
        {
            var work = new TaskCompletionSource();
            var result = loop.RunInReactor(() => work.Task);
            Assert.IsFalse(result.TryWait(TimeSpan.Zero));
            work.SetException(new InvalidOperationException("asked for"));
            Assert.ThrowsExactly<InvalidOperationException>(result.UntilEnded);
            return new(result);
        }
    }

    [TestMethod]
    public void Cancellation_NobodyRetrieved_IsNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var reported = new ReportedFailures(loop);
        var dropped = CancelAndDrop(loop);
        loop.CatchUp();

        Wait.UntilCollected(() => dropped.All(result => !result.IsAlive));

        Assert.AreEqual(0, reported.Count);
        Assert.IsEmpty(logs.At(LogLevel.Error));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] CancelAndDrop(EventLoop loop)
        {
            var cancelled = loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
            cancelled.Cancel();
            var cancelsItself = loop.RunInReactor(() => Task.FromCanceled(new CancellationToken(true)));
            var throwsIt = loop.RunInReactor(new Action(() => throw new OperationCanceledException()));
            EventualResult[] results = [cancelled, cancelsItself, throwsIt];
            foreach (var result in results)
                result.UntilCompleted();
            return [.. results.Select(result => new WeakReference(result))];
        }
    }

    [TestMethod]
    public void Stop_OfPendingCalls_IsNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var reported = new ReportedFailures(loop);
        var held = loop.RunInReactor(() => new TaskCompletionSource().Task);
        var dropped = Drop(loop, new TaskCompletionSource().Task);
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();
        Wait.UntilCollected(() => !dropped.IsAlive);

        Assert.AreEqual(0, reported.Count);
        Assert.IsEmpty(logs.At(LogLevel.Error));
        GC.KeepAlive(held);
    }

    [TestMethod]
    public void Failure_HeldUnretrievedWhenTheLoopStops_IsReportedOnceInAll()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var dropped = HoldOverTheStop(loop);
        Wait.UntilCollected(() => !dropped.IsAlive);
        Wait.UntilCollected(() => reported.Count > 0);

        Wait.Collect();

        Assert.AreEqual(1, reported.Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference HoldOverTheStop(EventLoop loop)
        {
            var result = loop.RunInReactor(FailInTheLoop);
            result.UntilCompleted();
            loop.Stop();
            loop.UntilStopped();
            return new(result);
        }
    }

    [TestMethod]
    public void Failure_StashedWhenTheLoopStops_IsReportedOnce()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        loop.RunInReactor(FailInTheLoop).Stash();
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();
        reported.UntilCount(1);
        Wait.Collect();

        Assert.AreEqual(1, reported.Count);
    }

    [TestMethod]
    public void Failure_StashedResultFailsLongAfterItsStashing_IsReportedOnceWhenItExpires()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { TimeProvider = time, StashLifetime = TimeSpan.FromMinutes(1) });
        var reported = new ReportedFailures(loop);
        var work = new TaskCompletionSource();
        StashAndDrop(loop, work.Task);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.AreEqual(1, loop.Stash.Count);

        work.SetException(new InvalidOperationException("nobody asked"));
        loop.CatchUp();
        Assert.AreEqual(0, reported.Count);
        time.Advance(TimeSpan.FromMinutes(2));
        reported.UntilCount(1);
        Wait.Collect();

        Assert.AreEqual(1, reported.Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void StashAndDrop(EventLoop loop, Task work) => loop.RunInReactor(() => work).Stash();
    }

    [TestMethod]
    public void Handler_Throws_IsSwallowedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var called = new Gate();
        loop.UnobservedFailure += (_, _) =>
        {
            called.Open();
            throw new NotSupportedException("thrown by a handler");
        };

        loop.Post(FailInTheLoop);

        called.Pass();
        loop.CatchUp();
        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Handler_Throws_OtherHandlersAreCalledAllTheSame()
    {
        using var loop = TestLoop.Start();
        loop.UnobservedFailure += (_, _) => throw new NotSupportedException("thrown by a handler");
        var reported = new ReportedFailures(loop);

        loop.Post(FailInTheLoop);

        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Handler_Throws_FailureIsLoggedAllTheSame()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        loop.UnobservedFailure += (_, _) => throw new NotSupportedException("thrown by a handler");

        loop.Post(FailInTheLoop);

        logs.Next(entry => entry.Level == LogLevel.Error && entry.Exception?.Message == "nobody asked");
    }

    [TestMethod]
    public void Handler_ThrowsWhenAResultIsCollected_IsSwallowed()
    {
        using var loop = TestLoop.Start();
        var called = new Gate();
        loop.UnobservedFailure += (_, _) =>
        {
            called.Open();
            throw new NotSupportedException("thrown by a handler");
        };
        FailAndDrop(loop);

        Wait.UntilCollected(() => called.IsOpen);

        loop.CatchUp();
    }

    [TestMethod]
    public void Handler_Sender_IsTheLoop()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<object?>();
        loop.UnobservedFailure += (sender, _) => seen.SetResult(sender);

        loop.Post(FailInTheLoop);

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(loop, seen.Task.Result);
    }

    [TestMethod]
    public void Logger_Throws_LoopGoesOn()
    {
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = new ThrowingLoggerFactory() });

        loop.Post(FailInTheLoop);

        loop.CatchUp();
    }

    [TestMethod]
    public void Logger_ThrowsWhenAResultIsCollected_IsSwallowed()
    {
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = new ThrowingLoggerFactory() });
        var reported = new ReportedFailures(loop);
        FailAndDrop(loop);

        Wait.UntilCollected(() => reported.Count > 0);

        loop.Stop();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Exception_CannotTellOfItself_IsReportedAndTheLoopGoesOn()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(new Action(() => throw new UnspeakableException()));

        loop.Post(() => throw new UnspeakableException());

        Assert.IsInstanceOfType<UnspeakableException>(reported.Single().Failure.Exception);
        Assert.Contains(nameof(UnspeakableException), reported.Single().Failure.Traceback);
        Assert.ThrowsExactly<UnspeakableException>(result.UntilEnded);
        loop.CatchUp();
    }

    [TestMethod]
    public void AsyncMethod_FailsInALoopAndIsDropped_IsReportedOnce()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        loop.WaitFor(TestTimeouts.MustNotElapse, () => { _ = FailAsync(); });

        Wait.UntilCollected(() => reported.Count > 0);
        Wait.Collect();

        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
        static async EventualResult FailAsync() => await Task.FromException(new InvalidOperationException("nobody asked"));
    }

    [TestMethod]
    public void Task_OfAFailureIsDropped_IsReportedOnce()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        TakeTaskAndDrop(loop);

        Wait.UntilCollected(() => reported.Count > 0);
        Wait.Collect();

        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void TakeTaskAndDrop(EventLoop loop)
        {
            var task = loop.RunInReactor(FailInTheLoop).AsTask();
            Wait.Until(() => task.IsCompleted);
        }
    }

    [TestMethod]
    public void Failures_ManyAtOnce_AreEachReportedOnce()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        FailAndDropMany(loop);

        Wait.UntilCollected(() => reported.Count >= 1000);
        Wait.Collect();

        Assert.AreEqual(1000, reported.Count);
        Assert.HasCount(1000, reported.Messages.Distinct());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void FailAndDropMany(EventLoop loop)
        {
            for (var call = 0; call < 1000; call++)
            {
                var message = $"call {call}";
                loop.RunInReactor(new Action(() => throw new InvalidOperationException(message)));
            }
            loop.CatchUp();
        }
    }

    [TestMethod]
    public void Result_OfAnOperationThatNeverEnds_CanBeCollected()
    {
        using var loop = TestLoop.Start();
        var dropped = Drop(loop, new TaskCompletionSource().Task);
        loop.CatchUp();

        Wait.UntilCollected(() => !dropped.IsAlive);
    }

    [TestMethod]
    public void Result_OfARootedOperationThatNeverEnds_CanBeCollected()
    {
        using var loop = TestLoop.Start();
        var rooted = new TaskCompletionSource();
        var dropped = Drop(loop, rooted.Task);
        loop.CatchUp();

        Wait.UntilCollected(() => !dropped.IsAlive);

        GC.KeepAlive(rooted);
    }

    [TestMethod]
    public void Result_AbandonedByACancellation_CanBeCollected()
    {
        using var loop = TestLoop.Start();
        var rooted = new TaskCompletionSource();
        var dropped = CancelAndDrop(loop, rooted.Task);
        loop.CatchUp();

        Wait.UntilCollected(() => !dropped.IsAlive);

        GC.KeepAlive(rooted);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference CancelAndDrop(EventLoop loop, Task work)
        {
            var result = loop.RunInReactor(() => work);
            loop.CatchUp();
            result.Cancel();
            result.UntilCompleted();
            return new(result);
        }
    }

    [TestMethod]
    public void Result_SomebodyWaitsFor_IsNotCollected()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var waiting = StartWaiting(loop, work.Task);

        Wait.Collect();
        work.SetResult(42);

        Assert.AreEqual(42, waiting.Join());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Caller<int> StartWaiting(EventLoop loop, Task<int> work) =>
            Caller.Start(() => loop.RunInReactor(() => work).Value()).UntilBlocked();
    }

    [TestMethod]
    public void Result_OnlyItsTaskIsHeld_StillEnds()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var task = TakeTask(loop, work.Task);
        loop.CatchUp();

        Wait.Collect();
        work.SetResult(42);

        Assert.IsTrue(task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(42, task.Result);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Task<int> TakeTask(EventLoop loop, Task<int> work) => loop.RunInReactor(() => work).AsTask();
    }

    [TestMethod]
    public void Result_OfACallThatSucceeds_HasNoFinalizer()
    {
        const System.Reflection.BindingFlags Own = System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly;

        Assert.IsNull(typeof(EventualResult).GetMethod("Finalize", Own));
        Assert.IsNull(typeof(EventualResult<int>).GetMethod("Finalize", Own));
    }

    [TestMethod]
    public void StandardError_NoLoggerAndNoHandler_HearsOfTheFailureOnce()
    {
        var exit = ChildProcess.Run(ReportScenarios.CollectedWithoutHandler);

        Assert.AreEqual(1, CountOf("nobody asked", exit.Error), exit.Error);
        Assert.AreEqual("", exit.Output);
    }

    [TestMethod]
    public void StandardError_AHandler_HearsNothing()
    {
        var exit = ChildProcess.Run(ReportScenarios.CollectedWithHandler);

        Assert.AreEqual("nobody asked\n", exit.Output);
        Assert.AreEqual("", exit.Error);
    }

    [TestMethod]
    public void StandardError_FailureStashedAtTheEndOfTheProcess_HearsOfItOnce() =>
        Assert.AreEqual(1, CountOf("nobody asked", ChildProcess.Run(ReportScenarios.StashedAtTheEndOfTheProcess).Error));

    [TestMethod]
    public void StandardError_FailureStashedAtTheEndOfTheProcessWithTheLoopHeld_HearsOfItOnce() => Assert.AreEqual(
        1, CountOf("nobody asked", ChildProcess.Run(ReportScenarios.StashedAtTheEndOfTheProcessWithTheLoopHeld).Error));

    [TestMethod]
    public void StandardError_FailureWasRetrieved_HearsNothing()
    {
        var exit = ChildProcess.Run(ReportScenarios.RetrievedBeforeTheEnd);

        Assert.AreEqual("InvalidOperationException\n", exit.Output);
        Assert.AreEqual("", exit.Error);
    }

    [TestMethod]
    public void StandardError_CancelledAndStoppedResults_HearsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(0, "", ""), ChildProcess.Run(ReportScenarios.CancelledAndStoppedResults));

    [TestMethod]
    public void StandardError_ContinuationAfterTheStop_HearsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(0, "", ""), ChildProcess.Run(ReportScenarios.ContinuationAfterTheStop));

    private static int CountOf(string text, string all) => all.Split(text).Length - 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailAndDrop(EventLoop loop) => loop.RunInReactor(FailInTheLoop).UntilCompleted();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Drop(EventLoop loop, Task work) => new(loop.RunInReactor(() => work));

    private static void FailInTheLoop() => throw new InvalidOperationException("nobody asked");

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new NotSupportedException("thrown by an exception's message");

        public override string? StackTrace => throw new NotSupportedException("thrown by an exception's stack trace");
    }

    private sealed class ThrowingLoggerFactory : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new NotSupportedException("thrown by a logger");

        public void Dispose()
        {
        }
    }
}
