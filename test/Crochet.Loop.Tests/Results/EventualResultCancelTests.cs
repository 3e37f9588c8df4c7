namespace Crochet.Tests;

[TestClass]
public sealed class EventualResultCancelTests
{
    [TestMethod]
    public void Cancel_QueuedCall_NeverRuns()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var ran = false;
        var result = loop.RunInReactor(() => { ran = true; });

        result.Cancel();

        release.Open();
        loop.CatchUp();
        Assert.IsFalse(ran);
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_QueuedCallWhileTheLoopIsHeld_UnblocksItsWaiter()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var result = loop.RunInReactor(() => { });
        var waiting = Caller.Start(result.UntilEnded).UntilBlocked();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(() => waiting.Join());
        release.Open();
    }

    [TestMethod]
    public void Cancel_LoopNotStarted_CallNeverRuns()
    {
        using var loop = new EventLoop();
        var ran = false;
        var result = loop.RunInReactor(() => { ran = true; });

        result.Cancel();
        loop.Start();
        loop.CatchUp();

        Assert.IsFalse(ran);
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_CallThatTakesAToken_SignalsItOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var signalled = new TaskCompletionSource<bool>();
        var result = loop.RunInReactor(token =>
        {
            token.Register(() => signalled.SetResult(loop.IsInLoopThread));
            return Never();
        });
        loop.CatchUp();

        result.Cancel();

        Assert.IsTrue(signalled.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(signalled.Task.Result);
    }

    [TestMethod]
    public void Cancel_CallTakesNotice_ResultIsCancelled()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        loop.CatchUp();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        Assert.IsTrue(result.IsCompleted);
        Assert.IsTrue(result.AsTask().IsCanceled);
    }

    [TestMethod]
    public void Cancel_CallTakesNoNotice_ResultIsCancelledAllTheSame()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Never());
        loop.CatchUp();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_CallWithoutAToken_ResultIsCancelledAllTheSame()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        loop.CatchUp();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_CallEndsWithAValueInItsTokensCallback_ResultIsTheValue()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token =>
        {
            var work = new TaskCompletionSource<int>();
            token.Register(() => work.SetResult(42));
            return work.Task;
        });
        loop.CatchUp();

        result.Cancel();

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Cancel_CallEndsWithAFailureInItsTokensCallback_ResultIsTheFailure()
    {
        using var loop = TestLoop.Start();
        var thrown = new InvalidOperationException("half done");
        var result = loop.RunInReactor(token =>
        {
            var work = new TaskCompletionSource<int>();
            token.Register(() => work.SetException(thrown));
            return work.Task;
        });
        loop.CatchUp();

        result.Cancel();

        Assert.AreSame(thrown, Assert.ThrowsExactly<InvalidOperationException>(() => result.Value()));
    }

    [TestMethod]
    public void Cancel_CallIsRunning_TokenIsSignalledAfterTheTurn()
    {
        using var loop = TestLoop.Start();
        var isRunning = new Gate();
        var release = new Gate();
        var isSignalledInTheTurn = true;
        var signalled = new Gate();
        var result = loop.RunInReactor(token =>
        {
            token.Register(signalled.Open);
            isRunning.Open();
            release.Pass();
            isSignalledInTheTurn = token.IsCancellationRequested;
            return Never();
        });
        isRunning.Pass();

        result.Cancel();
        release.Open();

        signalled.Pass();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        Assert.IsFalse(isSignalledInTheTurn);
    }

    [TestMethod]
    public void Cancel_CallIsRunningAndReturnsAValue_ResultIsTheValue()
    {
        using var loop = TestLoop.Start();
        var isRunning = new Gate();
        var release = new Gate();
        var result = loop.RunInReactor(() =>
        {
            isRunning.Open();
            release.Pass();
            return 42;
        });
        isRunning.Pass();

        result.Cancel();
        release.Open();

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Cancel_LoopIsHeld_ReturnsAtOnce()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Never());
        loop.CatchUp();
        var release = loop.Hold();

        result.Cancel();

        release.Open();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_RightAfterTheCall_ResultIsCancelled()
    {
        using var loop = TestLoop.Start();

        for (var round = 0; round < 500; round++)
        {
            var result = loop.RunInReactor(Never);
            result.Cancel();
            Assert.Throws<OperationCanceledException>(result.UntilEnded);
        }
    }

    [TestMethod]
    public void Cancel_AfterTheEnd_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        result.UntilEnded();

        result.Cancel();
        loop.CatchUp();

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Cancel_AfterAFailure_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(new Action(() => throw new DivideByZeroException()));
        result.UntilCompleted();

        result.Cancel();

        Assert.ThrowsExactly<DivideByZeroException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_AfterTheEnd_DoesNotSignalTheToken()
    {
        using var loop = TestLoop.Start();
        var token = CancellationToken.None;
        var result = loop.RunInReactor(given =>
        {
            token = given;
            return Task.CompletedTask;
        });
        result.UntilEnded();

        result.Cancel();
        loop.CatchUp();

        Assert.IsFalse(token.IsCancellationRequested);
    }

    [TestMethod]
    public void Cancel_Again_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var signals = 0;
        var result = loop.RunInReactor(token =>
        {
            token.Register(() => signals++);
            return Never();
        });
        loop.CatchUp();

        result.Cancel();
        result.Cancel();
        loop.CatchUp();
        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        Assert.AreEqual(1, signals);
    }

    [TestMethod]
    public void Cancel_AfterTheStop_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        loop.Stop();
        loop.UntilStopped();

        result.Cancel();

        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_OnTheLoopThread_CancelsTheCall()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Never());

        loop.WaitFor(TestTimeouts.MustNotElapse, result.Cancel);

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_FromTheCallItself_SignalsItsToken()
    {
        using var loop = new EventLoop();
        var signalled = new Gate();
        EventualResult? result = null;
        result = loop.RunInReactor(token =>
        {
            token.Register(signalled.Open);
            result!.Cancel();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        });

        loop.Start();

        signalled.Pass();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
    }

    [TestMethod]
    public void Cancel_TokenCallbackThrows_IsReportedAndTheResultIsCancelled()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(token =>
        {
            token.Register(() => throw new InvalidOperationException("token"));
            return Never();
        });
        loop.CatchUp();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        Assert.AreEqual("token", reported.Single().Failure.Exception.GetBaseException().Message);
        loop.CatchUp();
    }

    [TestMethod]
    public void Cancel_AbandonedWorkEndsLater_ResultStaysCancelled()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        result.Cancel();
        Assert.Throws<OperationCanceledException>(() => result.Value());

        work.SetResult(42);
        loop.CatchUp();

        Assert.Throws<OperationCanceledException>(() => result.Value());
    }

    [TestMethod]
    public void Cancel_AbandonedWorkEndsLater_IsLoggedWithHowLongItWentOn()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time });
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(IgnoresItsCancellation);
        loop.CatchUp();
        result.Cancel();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);

        time.Advance(TimeSpan.FromSeconds(17));
        work.SetResult();

        logs.Next(entry => entry.Message.Contains(nameof(IgnoresItsCancellation), StringComparison.Ordinal)
            && entry.Message.Contains("17", StringComparison.Ordinal));
        Task IgnoresItsCancellation() => work.Task;
    }

    [TestMethod]
    public void Cancel_RacingWithTheEnd_ResultIsTheValueOrCancelledForEveryWaiter()
    {
        using var loop = TestLoop.Start();
        for (var round = 0; round < 500; round++)
        {
            var work = new TaskCompletionSource<int>();
            var result = loop.RunInReactor(() => work.Task);
            var racers = Caller.StartTogether(2, racer =>
            {
                if (racer == 0)
                    work.SetResult(42);
                else
                    result.Cancel();
                return true;
            });
            foreach (var racer in racers)
                racer.Join();

            var outcomes = Enumerable.Range(0, 3).Select(_ => Outcome(result)).Distinct().ToList();

            Assert.HasCount(1, outcomes);
            Assert.Contains(outcomes[0], ["42", "cancelled"]);
        }
    }

    [TestMethod]
    public void Cancel_ResultOfATaskWithoutALoop_IsCancelled()
    {
        var result = EventualResult.FromTask(new TaskCompletionSource<int>().Task);

        result.Cancel();

        Assert.Throws<OperationCanceledException>(() => result.Value());
    }

    [TestMethod]
    public void Cancel_EndedResultWithoutALoop_DoesNothing()
    {
        var result = EventualResult.FromResult(42);

        result.Cancel();

        Assert.AreEqual(42, result.Value());
    }

    private static string Outcome(EventualResult<int> result)
    {
        try
        {
            return $"{result.Value()}";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    private static Task Never() => new TaskCompletionSource().Task;
}
