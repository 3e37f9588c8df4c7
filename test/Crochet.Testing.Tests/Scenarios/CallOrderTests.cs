namespace Crochet.Tests.Scenarios;

/// <summary>
/// Ends of one call that race each other, in many orders: one of them wins, and a call that is said never to have run has not.
/// </summary>
[TestClass]
public class CallOrderTests
{
    private const int Orders = 400;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Stop_AgainstThePendingCallAndItsEnd_TellsTheWaiter() => Schedules.Explore(
        test =>
        {
            var work = new TaskCompletionSource<int>();
            CallEnd? end = null;
            test.AddCaller(() => end = Calls.EndOf(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => work.Task)));
            test.AddCaller(() => test.Loop.Stash.TryRetrieve(default, out _));
            test.AddCaller(() =>
            {
                Calls.EndOf(() => test.Loop.Post(() => { }));
                work.SetResult(1);
            });
            test.AddCaller(test.Loop.Stop);
            test.RunToEnd();

            Assert.IsTrue(end is CallEnd.Value or CallEnd.Stopped, $"{end}");
        },
        Orders);

    [TestMethod]
    public void TimeoutOfZero_AgainstTheRun_WithdrawnCallNeverRuns()
    {
        var seen = new HashSet<int>();
        Schedules.Explore(
            test =>
            {
                var (runs, withdrawn) = (0, 0);
                test.AddCaller(() =>
                {
                    for (var call = 0; call < 3; call++)
                    {
                        var end = Calls.EndOf(() => test.Loop.WaitFor(TimeSpan.Zero, () => ++runs), out var neverRan);
                        Assert.AreEqual(end == CallEnd.Timeout, neverRan);
                        withdrawn += neverRan ? 1 : 0;
                    }
                });
                test.RunToEnd();

                Assert.AreEqual(3, runs + withdrawn);
                seen.Add(runs);
            },
            Orders);

        CollectionAssert.AreEquivalent(new[] { 0, 1, 2, 3 }, seen.ToList());
    }

    [TestMethod]
    public void Cancel_AgainstTheRun_WithdrawnCallNeverRuns()
    {
        var seen = new HashSet<CallEnd>();
        Schedules.Explore(
            test =>
            {
                var runs = 0;
                EventualResult<int>? call = null;
                test.AddCaller(() => call = test.Loop.RunInReactor(() => ++runs));
                test.AddCaller(() =>
                {
                    test.Loop.Stash.TryRetrieve(default, out _);
                    call?.Cancel();
                });
                test.RunToEnd();
                var end = call!.IsCanceled ? CallEnd.Cancelled : CallEnd.Value;

                Assert.AreEqual(end == CallEnd.Value ? 1 : 0, runs);
                seen.Add(end);
            },
            Orders);

        Assert.HasCount(2, seen);
    }

    [TestMethod]
    public void BlockingTimeout_AgainstTheAnswer_OneWins()
    {
        var seen = new HashSet<CallEnd>();
        Schedules.Explore(
            test =>
            {
                var wasCancelled = false;
                CallEnd? end = null;
                test.AddCaller(() => end = Calls.EndOf(() => test.Loop.WaitFor(_second, async token =>
                {
                    await using var registration = token.Register(() => wasCancelled = true);
                    await Task.Delay(_second, test.Loop.TimeProvider, CancellationToken.None);
                })));
                test.RunToEnd();

                Assert.IsFalse(wasCancelled && end == CallEnd.Value, "It was cancelled, and succeeded.");
                seen.Add(end!.Value);
            },
            Orders);

        CollectionAssert.AreEquivalent(new[] { CallEnd.Value, CallEnd.Timeout }, seen.ToList());
    }

    [TestMethod]
    public void AwaitedTimeout_AgainstTheAnswer_OneWinsAndNothingIsLeftPending()
    {
        var seen = new HashSet<CallEnd>();
        Schedules.Explore(
            test =>
            {
                var clock = CrochetProxy.Create<IClock>(new Clock(test.Loop.TimeProvider), test.Loop);
                Task? call = null;
                test.AddCaller(async () =>
                {
                    call = clock.TickAsync();
                    await Task.WhenAny(call);
                });
                test.RunToEnd();
                test.RunUntilIdle();

                Assert.IsEmpty(test.Loop.GetSnapshot().Pending);
                seen.Add(Calls.EndOf(() => call!.GetAwaiter().GetResult()));
            },
            Orders);

        CollectionAssert.AreEquivalent(new[] { CallEnd.Value, CallEnd.Timeout }, seen.ToList());
    }

    [TestMethod]
    public void CallersToken_AgainstTheEnd_LeavesTheNextCallAlone() => Schedules.Explore(
        test =>
        {
            using var source = new CancellationTokenSource();
            CallEnd? first = null;
            var second = 0;
            test.AddCaller(() =>
            {
                first = Calls.EndOf(() => test.Loop.RunInReactor(() => 1).Wait(Timeout.InfiniteTimeSpan, source.Token));
                second = test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => 2);
            });
            test.AddCaller(() =>
            {
                test.Loop.Post(() => { });
                source.Cancel();
            });
            test.RunToEnd();

            Assert.IsTrue(first is CallEnd.Value or CallEnd.Cancelled, $"{first}");
            Assert.AreEqual(2, second);
        },
        Orders);

    [TestMethod]
    public void Waiters_ThatComeAndGo_AreAllTold() => Schedules.Explore(
        test =>
        {
            var result = test.Loop.RunInReactor(() => 7);
            var values = new List<int>();
            test.AddCaller(() => Calls.EndOf(() => result.Wait(TimeSpan.Zero)));
            test.AddCaller(() => values.Add(result.Wait(Timeout.InfiniteTimeSpan)));
            test.AddCaller(async () => values.Add(await result));
            test.RunToEnd();

            CollectionAssert.AreEqual(new[] { 7, 7 }, values);
        },
        Orders);

    [TestMethod]
    public void Retrieve_TwoWithOneId_OneWins() => Schedules.Explore(
        test =>
        {
            var id = test.Loop.RunInReactor(() => 1).Stash();
            var wins = 0;
            for (var caller = 0; caller < 2; caller++)
            {
                test.AddCaller(() =>
                {
                    test.Loop.WaitFor(_second, () => { });
                    if (test.Loop.Stash.TryRetrieve(id, out _))
                        wins++;
                });
            }

            test.RunToEnd();

            Assert.AreEqual(1, wins);
        },
        Orders);

    [TestMethod]
    public void QueueLimit_AgainstManyCallers_WhatIsRefusedNeverRuns()
    {
        var refusedInAll = 0;
        Schedules.Explore(
            seed =>
            {
                using var test = new TestLoop(seed.Seed, new EventLoopOptions { QueueLimit = 1 });
                var (runs, refused) = (0, 0);
                for (var caller = 0; caller < 3; caller++)
                {
                    test.AddCaller(() =>
                    {
                        var end = Calls.EndOf(() => test.Loop.WaitFor(_second, () => ++runs), out var neverRan);
                        Assert.AreEqual(end == CallEnd.Refused, neverRan);
                        refused += neverRan ? 1 : 0;
                    });
                }

                test.RunToEnd();

                Assert.AreEqual(3, runs + refused);
                refusedInAll += refused;
            },
            Orders);

        Assert.IsTrue(refusedInAll > 0, "No order had a call too many.");
    }

    public interface IClock
    {
        [WaitFor(seconds: 1)]
        Task TickAsync();
    }

    private sealed class Clock(TimeProvider time)
    {
        public Task TickAsync() => Task.Delay(_second, time);
    }
}
