namespace Crochet.Tests.Proxies;

[TestClass]
public class CallbackTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Callback_OfABlockingCaller_IsDeliveredAsACallerOfItsOwn()
    {
        using var test = new TestLoop();
        var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
        var threads = new List<Thread>();
        Thread? caller = null;
        test.AddCaller(() =>
        {
            caller = Thread.CurrentThread;
            lamp.Blink(3, _ => threads.Add(Thread.CurrentThread));
        });

        test.RunToEnd();

        Assert.HasCount(3, threads);
        Assert.IsTrue(threads.TrueForAll(thread => !thread.IsThreadPoolThread && thread != Thread.CurrentThread));
        CollectionAssert.Contains(test.Steps.ToList(), "callback of ILamp.Blink: ends");
        Assert.IsNotNull(caller);
    }

    [TestMethod]
    public void Callback_ThatCallsTheLoop_TakesPartInTheOrder()
    {
        var orders = new HashSet<string>();
        Schedules.Explore(
            test =>
            {
                var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
                var order = new List<string>();
                test.AddCaller(() => lamp.Blink(1, _ => test.Loop.WaitFor(_second, () => order.Add("callback"))));
                test.AddCaller(() => test.Loop.WaitFor(_second, () => order.Add("other")));
                test.RunToEnd();
                orders.Add(string.Join(' ', order));
            },
            schedules: 100);

        CollectionAssert.AreEquivalent(new[] { "callback other", "other callback" }, orders.ToList());
    }

    [TestMethod]
    public void Callback_OfAnAwaitingCaller_RunsInItsThread()
    {
        using var test = new TestLoop();
        var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
        var threads = new HashSet<Thread>();
        test.AddCaller(async () =>
        {
            threads.Add(Thread.CurrentThread);
            await lamp.BlinkAsync(3, _ => threads.Add(Thread.CurrentThread));
            threads.Add(Thread.CurrentThread);
        });

        test.RunToEnd();

        Assert.HasCount(1, threads);
    }

    [TestMethod]
    public void Callback_ThatIsAwaited_GoesOnInVirtualTime()
    {
        using var test = new TestLoop();
        var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
        var asked = 0;
        test.AddCaller(() => lamp.Ask(async () =>
        {
            await Task.Delay(_second, test.Time);
            asked++;
            return true;
        }));

        test.RunToEnd();

        Assert.AreEqual(1, asked);
    }

    [TestMethod]
    public void Callbacks_ThatAreAwaitedAllAtOnce_AreSeen()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var test = new TestLoop(seed);
            var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
            var answers = 0;
            test.AddCaller(() => answers = lamp.AskTwice(() => Task.FromResult(true)));

            test.RunToEnd();

            Assert.AreEqual(2, answers);
        }
    }

    [TestMethod]
    public void OneSeed_WithCallbacks_TakesTheSameSteps()
    {
        for (var seed = 0; seed < 100; seed++)
            Assert.AreEqual(StepsOf(seed), StepsOf(seed), $"Seed {seed}.");
    }

    private static string StepsOf(int seed)
    {
        using var test = new TestLoop(seed);
        var lamp = CrochetProxy.Create<ILamp>(new Lamp(test.Loop.TimeProvider), test.Loop);
        test.AddCaller(() => lamp.Blink(3, _ => lamp.Ask(() => Task.FromResult(true))));
        test.AddCaller(async () => await lamp.BlinkAsync(2, _ => { }));
        test.AddCaller(() => lamp.Ask(async () =>
        {
            await Task.Delay(_second, test.Time);
            return true;
        }));
        test.RunToEnd();
        return string.Join('\n', test.Steps);
    }

    public interface ILamp
    {
        [WaitFor(seconds: 30)]
        void Blink(int times, [Callback] Action<int> onBlink);

        [WaitFor(seconds: 30)]
        Task BlinkAsync(int times, [Callback] Action<int> onBlink);

        [WaitFor(seconds: 30)]
        bool Ask([Callback] Func<Task<bool>> question);

        [WaitFor(seconds: 30)]
        int AskTwice([Callback] Func<Task<bool>> question);
    }

    private sealed class Lamp(TimeProvider time)
    {
        public void Blink(int times, Action<int> onBlink)
        {
            for (var blink = 0; blink < times; blink++)
                onBlink(blink);
        }

        public async Task BlinkAsync(int times, Action<int> onBlink)
        {
            for (var blink = 0; blink < times; blink++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time);
                onBlink(blink);
            }
        }

        public Task<bool> Ask(Func<Task<bool>> question) => question();

        public async Task<int> AskTwice(Func<Task<bool>> question) =>
            (await Task.WhenAll(question(), question())).Count(static answer => answer);
    }
}
