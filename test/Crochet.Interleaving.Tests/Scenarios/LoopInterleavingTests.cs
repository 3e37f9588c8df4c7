using Crochet.Calls;
using Crochet.Stepping;

namespace Crochet.Interleaving;

[TestClass]
public sealed class LoopInterleavingTests
{
    private const int Schedules = 500;

    // Over before it begins: the wait looks once, and gives up.
    private static readonly TimeSpan _over = TimeSpan.FromTicks(1);

    [TestMethod]
    public void Wait_OneCaller_UpToTwoInterruptions_GetsTheValue() => Explore.All(2, OneCaller);

    [TestMethod]
    public void Wait_OneCaller_GetsTheValue() => Explore.Randomly(Schedules, OneCaller);

    [TestMethod]
    public void WaitFor_TwoCallers_BothGetTheirValues() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var ended = 0;
        Action Caller(int value) => () =>
        {
            Assert.AreEqual(value, loop.WaitFor(Timeout.InfiniteTimeSpan, () => value));
            Assert.AreEqual(-value, loop.WaitFor(Timeout.InfiniteTimeSpan, () => -value));
            if (++ended == 2)
                loop.Stop();
        };
        return new Scenario(() => AssertStopped(loop), Run(loop), Caller(1), Caller(2));
    });

    [TestMethod]
    public void WaitFor_OneAfterTheOther_UpToTwoInterruptions_EachGetsItsOwnValue() => Explore.All(2, OneCallerAgainAndAgain);

    [TestMethod]
    public void WaitFor_OneAfterTheOther_EachGetsItsOwnValue() => Explore.Randomly(20 * Schedules, OneCallerAgainAndAgain);

    [TestMethod]
    public void WaitFor_AfterATimeoutAgainstTheEnd_GetsItsOwnValue() => Explore.Randomly(20 * Schedules, () =>
    {
        var loop = NewLoop();
        var ends = new List<string>();
        var runs = 0;
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(ends is ["value", "value"] or ["timeout", "value"], string.Join(", ", ends));
                Assert.IsTrue(runs > 0 || ends[0] == "timeout", string.Join(", ", ends));
            },
            Run(loop),
            () =>
            {
                ends.Add(EndOf(() => Assert.AreEqual(1, loop.WaitFor(_over, () => ++runs))));
                ends.Add(EndOf(() => Assert.AreEqual(7, loop.WaitFor(Timeout.InfiniteTimeSpan, () => 7))));
                loop.Stop();
            });
    });

    [TestMethod]
    public void Wait_ByThreadsAndATask_AgainstTheEnd_AllAreToldAndNothingIsKept() => Explore.Randomly(20 * Schedules, () =>
    {
        var loop = NewLoop();
        var result = loop.RunInReactor(() => 7);
        Task<int>? task = null;
        var left = 3;
        Action Waiter(TimeSpan timeout) => () => End(() => EndOf(() => result.Wait(timeout)));
        void End(Action wait)
        {
            wait();
            if (--left == 0)
                loop.Stop();
        }

        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(task!.IsCompletedSuccessfully, "The task was not told.");
                Assert.AreEqual("A call that has ended", result.GetName());
                Assert.IsNull(result.Caller);
            },
            Run(loop),
            Waiter(_over),
            Waiter(Timeout.InfiniteTimeSpan),
            () => End(() => task = result.AsTask()));
    });

    [TestMethod]
    public void Stop_AgainstWaitFor_UpToOneInterruption_CallEndsOnce() => Explore.All(1, StopAgainstCall);

    [TestMethod]
    public void Stop_AgainstWaitFor_CallEndsOnce() => Explore.Randomly(2 * Schedules, StopAgainstCall);

    [TestMethod]
    public void Stop_FromACallAgainstItsSubmission_WhatIsRefusedNeverRuns() =>
        Explore.All(2, () => StopAgainstSubmission(isOfTheCall: true));

    [TestMethod]
    public void Stop_AgainstSubmission_WhatIsRefusedNeverRuns() => Explore.All(1, () => StopAgainstSubmission(isOfTheCall: false));

    [TestMethod]
    public void Stop_AgainstPendingCall_WaiterIsTold() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var work = new TaskCompletionSource<int>();
        EventualResult<int>? result = null;
        var end = "";
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(end is "value" or "stopped", end);
            },
            Run(loop),
            () =>
            {
                result = Accepted(() => loop.RunInReactor(() => work.Task));
                end = result is null ? "stopped" : EndOf(() => result.Wait(Timeout.InfiniteTimeSpan));
            },
            () => work.SetResult(1),
            loop.Stop);
    });

    [TestMethod]
    public void Cancel_AgainstRun_WithdrawnCallNeverRuns() => Explore.Randomly(2 * Schedules, () =>
    {
        var loop = NewLoop();
        var runs = 0;
        var end = "";
        return new Scenario(
            () => Assert.IsTrue(end == "value" && runs == 1 || end == "cancelled" && runs == 0, $"{end}, {runs} runs"),
            Run(loop),
            () =>
            {
                var result = loop.RunInReactor(() => ++runs);
                result.Cancel();
                end = EndOf(() => result.Wait(Timeout.InfiniteTimeSpan));
                loop.Stop();
            });
    });

    [TestMethod]
    public void Wait_WaitersThatComeAndGo_TheOthersAreTold() => Explore.Randomly(4 * Schedules, () =>
    {
        var loop = NewLoop();
        var result = loop.RunInReactor(() => 7);
        var left = 3;
        Action Waiter(TimeSpan timeout) => () =>
        {
            EndOf(() => result.Wait(timeout));
            if (--left == 0)
                loop.Stop();
        };
        return new Scenario(
            () => AssertStopped(loop), Run(loop), Waiter(_over), Waiter(Timeout.InfiniteTimeSpan), Waiter(Timeout.InfiniteTimeSpan));
    });

    [TestMethod]
    public void AsTask_FromTwoThreads_GiveOneTaskThatEnds() => Explore.Randomly(2 * Schedules, () =>
    {
        var loop = NewLoop();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var tasks = new List<Task<int>>();
        void Take()
        {
            tasks.Add(result.AsTask());
            if (tasks.Count == 2)
                work.TrySetResult(3);
        }

        return new Scenario(
            () =>
            {
                Assert.AreSame(tasks[0], tasks[1]);
                Assert.AreEqual(3, tasks[0].Result);
            },
            Run(loop),
            Take,
            Take,
            () =>
            {
                EndOf(() => result.Wait(Timeout.InfiniteTimeSpan));
                loop.Stop();
            });
    });

    [TestMethod]
    public void CallersToken_AgainstTheEnd_LeavesTheNextCallAlone() => Explore.Randomly(2 * Schedules, () =>
    {
        var loop = NewLoop();
        var source = new CancellationTokenSource();
        Func<int> one = () => 1;
        var first = "";
        var second = "";
        return new Scenario(
            () =>
            {
                Assert.IsTrue(first is "value" or "cancelled", first);
                Assert.AreEqual("value", second);
            },
            Run(loop),
            () =>
            {
                first = EndOf(() => loop.Calls.Block<int>(FunctionInvoker<int>.Instance, one, Timeout.InfiniteTimeSpan, source.Token));
                second = EndOf(() => loop.WaitFor(Timeout.InfiniteTimeSpan, one));
                Steps.Until(() => source.IsCancellationRequested);
                loop.Stop();
            },
            () =>
            {
                Steps.Next();
                source.Cancel();
            });
    });

    [TestMethod]
    public void AwaitedTimeout_AgainstTheEnd_OneWins() => Explore.Randomly(2 * Schedules, () =>
    {
        var loop = NewLoop();
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var end = "";
        return new Scenario(
            () =>
            {
                Assert.IsTrue(end is "value" or "timeout", end);
                Assert.AreEqual(0, loop.Pending.Count);
            },
            Run(loop),
            () =>
            {
                Steps.Next();
                work.SetResult(1);
            },
            () => result.TryEndTimedOut(_over),
            () =>
            {
                end = EndOf(() => result.Wait(Timeout.InfiniteTimeSpan));
                // Past the call's own turn, in which it may only be about to be pending.
                loop.WaitFor(Timeout.InfiniteTimeSpan, () => { });
                Steps.Until(() => work.Task.IsCompleted && loop.Pending.Count == 0);
                loop.Stop();
            });
    });

    [TestMethod]
    public void CallLater_AgainstTheLoopsSleep_Fires() => Explore.Randomly(2 * Schedules, () =>
    {
        var loop = NewLoop();
        return new Scenario(() => AssertStopped(loop), Run(loop), () => loop.CallLater(TimeSpan.Zero, loop.Stop));
    });

    [TestMethod]
    public void Snapshot_AgainstContinuationsAndTheStop_Describes() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var work = new TaskCompletionSource();
        string? text = null;
        return new Scenario(
            () => Assert.IsNotNull(text),
            Run(loop),
            () =>
            {
                var result = loop.RunInReactor(async () =>
                {
                    await work.Task;
                    await Task.CompletedTask;
                });
                work.SetResult();
                EndOf(() => result.Wait(Timeout.InfiniteTimeSpan));
                loop.Stop();
            },
            () =>
            {
                for (var i = 0; i < 3; i++)
                    text = loop.GetSnapshot().ToString();
            });
    });

    [TestMethod]
    public void Retrieve_TwoWithOneId_OneWins() => Explore.All(2, () =>
    {
        var loop = NewLoop();
        var id = loop.Stash.Store(EventualResult.FromResult(1));
        var wins = 0;
        void Retrieve()
        {
            if (loop.Stash.TryRetrieve(id, out _))
                wins++;
        }

        return new Scenario(() => Assert.AreEqual(1, wins), Retrieve, Retrieve);
    });

    private static Scenario OneCaller()
    {
        var loop = NewLoop();
        var value = 0;
        return new Scenario(
            () =>
            {
                Assert.AreEqual(1, value);
                AssertStopped(loop);
            },
            Run(loop),
            () =>
            {
                value = loop.RunInReactor(() => 1).Wait(Timeout.InfiniteTimeSpan);
                loop.Stop();
            });
    }

    // All in one object, if the collector has not been here.
    private static Scenario OneCallerAgainAndAgain()
    {
        var loop = NewLoop();
        var values = new List<int>();
        return new Scenario(
            () =>
            {
                CollectionAssert.AreEqual(new[] { 0, 1, 2 }, values);
                AssertStopped(loop);
            },
            Run(loop),
            () =>
            {
                for (var call = 0; call < 3; call++)
                {
                    var value = call;
                    values.Add(loop.WaitFor(Timeout.InfiniteTimeSpan, () => value));
                }

                loop.Stop();
            });
    }

    private static Scenario StopAgainstCall()
    {
        var loop = NewLoop();
        var runs = 0;
        var end = "";
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(end == "value" && runs == 1 || end == "stopped" && runs <= 1, $"{end}, {runs} runs");
            },
            Run(loop),
            () => end = EndOf(() => loop.WaitFor(Timeout.InfiniteTimeSpan, () => ++runs)),
            loop.Stop);
    }

    private static Scenario StopAgainstSubmission(bool isOfTheCall)
    {
        var loop = NewLoop();
        var runs = 0;
        var isRefused = false;
        void Check()
        {
            AssertStopped(loop);
            Assert.IsFalse(isRefused && runs > 0, "It was refused, and ran.");
        }

        void Submit() => isRefused = Accepted(() => loop.RunInReactor(Body)) is null;
        void Body()
        {
            runs++;
            if (isOfTheCall)
                loop.Stop();
        }

        return isOfTheCall ? new Scenario(Check, Run(loop), Submit) : new Scenario(Check, Run(loop), Submit, loop.Stop);
    }

    // Stopped before it began, it has nothing to run.
    private static Action Run(EventLoop loop) => () => EndOf(loop.Run);

    private static EventLoop NewLoop() => new(NewOptions(new FakeTimeProvider()));

    private static EventLoopOptions NewOptions(FakeTimeProvider time) => new() { TimeProvider = time, RealTime = time };

    private static void AssertStopped(EventLoop loop) => Assert.AreEqual(EventLoopState.Stopped, loop.State);

    private static T? Accepted<T>(Func<T> call) where T : class
    {
        try
        {
            return call();
        }
        catch (EventLoopStoppedException)
        {
            return null;
        }
    }

    private static string EndOf(Action get)
    {
        try
        {
            get();
            return "value";
        }
        catch (EventLoopStoppedException)
        {
            return "stopped";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (CrochetTimeoutException)
        {
            return "timeout";
        }
    }
}
