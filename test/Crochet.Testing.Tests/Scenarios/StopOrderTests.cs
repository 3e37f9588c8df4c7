namespace Crochet.Tests.Scenarios;

/// <summary>
/// The end of a loop against its calls, in many orders: what was accepted ends once, whoever waits is told, and what has begun cleans up.
/// The lock-free steps below it are stepped through in Crochet.Interleaving.Tests.
/// </summary>
[TestClass]
public class StopOrderTests
{
    private const int Orders = 400;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Stop_AgainstACall_EndsItOnce() => Schedules.Explore(
        test =>
        {
            var runs = 0;
            CallEnd? end = null;
            var neverRan = false;
            test.AddCaller(() => end = Calls.EndOf(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => ++runs), out neverRan));
            test.AddCaller(test.Loop.Stop);
            test.RunToEnd();

            Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
            Assert.IsTrue(end is CallEnd.Value ? runs == 1 : end is CallEnd.Stopped && runs <= 1, $"{end}, {runs} runs");
            Assert.IsTrue(!neverRan || runs == 0, "It is said never to have run.");
        },
        Orders);

    [TestMethod]
    public void StopAsync_AgainstCalls_LetsThoseThatItAcceptedEnd() => Schedules.Explore(
        test =>
        {
            var runs = 0;
            var ends = new List<CallEnd>();
            void Call() => ends.Add(Calls.EndOf(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, async () =>
            {
                await Task.Delay(_second, test.Loop.TimeProvider);
                runs++;
            })));
            test.AddCaller(Call);
            test.AddCaller(Call);
            test.AddCaller(async () => await test.Loop.StopAsync(10 * _second));
            test.RunToEnd();

            Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
            Assert.HasCount(2, ends);
            Assert.AreEqual(runs, ends.Count(static end => end == CallEnd.Value));
            Assert.AreEqual(2 - runs, ends.Count(static end => end == CallEnd.Stopped));
        },
        Orders);

    [TestMethod]
    public void Stops_WhileOneDrains_EndTheLoopOnce() => Schedules.Explore(
        test =>
        {
            var waits = 0;
            var pending = test.Loop.RunInReactor(() => new TaskCompletionSource().Task);
            test.AddCaller(async () => await test.Loop.StopAsync(Timeout.InfiniteTimeSpan));
            test.AddCaller(test.Loop.Stop);
            test.AddCaller(test.Loop.Dispose);
            test.AddCaller(() =>
            {
                Assert.AreEqual(CallEnd.Stopped, Calls.EndOf(() => pending.Wait(Timeout.InfiniteTimeSpan)));
                waits++;
            });
            test.RunToEnd();

            Assert.AreEqual(1, waits);
            Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
        },
        Orders);

    [TestMethod]
    public void Hurry_AgainstADrainWithoutEnd_EndsIt() => Schedules.Explore(
        test =>
        {
            using var hurry = new CancellationTokenSource();
            CallEnd? end = null;
            test.AddCaller(() => end = Calls.EndOf(
                () => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => new TaskCompletionSource().Task)));
            test.AddCaller(async () => await test.Loop.StopAsync(Timeout.InfiniteTimeSpan, hurry.Token));
            test.AddCaller(() =>
            {
                test.Loop.Post(() => { });
                hurry.Cancel();
            });
            try
            {
                test.RunToEnd();
            }
            catch (ScheduleException failure) when (failure.InnerException is EventLoopStoppedException)
            {
                // The post came after the stop: nobody hurries the drain but this.
                hurry.Cancel();
                test.RunToEnd();
            }

            Assert.AreEqual(CallEnd.Stopped, end);
            Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
        },
        Orders);

    [TestMethod]
    public void Stop_AgainstACallThatHeedsItsToken_RunsItsFinallyToTheEnd() => Schedules.Explore(
        test =>
        {
            var (begun, cleanedUp) = (0, 0);
            test.AddCaller(() => Calls.EndOf(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, async token =>
            {
                begun++;
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, test.Loop.TimeProvider, token);
                }
                finally
                {
                    await Task.Yield();
                    cleanedUp++;
                }
            })));
            test.AddCaller(test.Loop.Stop);
            test.RunToEnd();

            Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
            Assert.AreEqual(begun, cleanedUp);
        },
        Orders);

    [TestMethod]
    public void Stop_AgainstAnAwaitThatItsTokenResumesByAPost_CleansUp() => Schedules.Explore(
        test =>
        {
            var (begun, cleanedUp) = (0, 0);
            // Held, or the collector could take it: nothing but its token could end it.
            EventualResult? call = null;
            test.AddCaller(() => call = test.Loop.RunInReactor(async token =>
            {
                begun++;
                var work = new TaskCompletionSource();
                await using var registration = token.Register(() => work.TrySetCanceled(token));
                try
                {
                    await work.Task;
                }
                finally
                {
                    cleanedUp++;
                }
            }));
            test.AddCaller(() => Calls.EndOf(() => test.Loop.WaitFor(_second, test.Loop.Stop)));
            try
            {
                test.RunToEnd();
            }
            catch (ScheduleException failure) when (failure.InnerException is EventLoopStoppedException)
            {
                // It came after the stop, and was refused.
            }

            GC.KeepAlive(call);
            Assert.AreEqual(begun, cleanedUp);
        },
        Orders);

    [TestMethod]
    public void Drain_AgainstARepeatedCall_LetsTheOneInItsAwaitEnd() => Schedules.Explore(
        test =>
        {
            var (begun, ended) = (0, 0);
            using var ticks = test.Loop.CallEvery(_second, async () =>
            {
                begun++;
                await Task.Delay(0.6 * _second, test.Loop.TimeProvider);
                ended++;
            });
            test.AddCaller(async () =>
            {
                await Task.Delay(2 * _second, test.Time);
                await test.Loop.StopAsync(5 * _second);
            });
            test.RunToEnd();

            Assert.IsTrue(begun >= 2, $"It began {begun} times.");
            Assert.AreEqual(begun, ended);
        },
        Orders);

    [TestMethod]
    public void Stop_AgainstCallsOfAThreadBoundObject_DisposesOfWhatWasMade() => Schedules.Explore(
        test =>
        {
            var lives = new List<Thread>();
            var meter = CrochetProxy.CreateThreadBound<IMeter>(test.Loop, () => new Meter(lives));
            for (var caller = 0; caller < 2; caller++)
                test.AddCaller(() => Calls.EndOf(() => meter.Read()));
            test.AddCaller(test.Loop.Stop);
            test.RunToEnd();

            Assert.IsTrue(lives.Count is 0 or 2, $"{lives.Count} of making and disposal.");
            Assert.IsTrue(lives.TrueForAll(static thread => thread == Thread.CurrentThread));
        },
        Orders);

    public interface IMeter
    {
        [WaitFor(seconds: 5)]
        int Read();
    }

    private sealed class Meter : IMeter, IDisposable
    {
        private readonly List<Thread> _lives;

        public Meter(List<Thread> lives)
        {
            _lives = lives;
            lives.Add(Thread.CurrentThread);
        }

        public int Read() => 1;

        public void Dispose() => _lives.Add(Thread.CurrentThread);
    }
}
