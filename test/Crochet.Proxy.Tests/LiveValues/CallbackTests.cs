using System.Collections.Concurrent;
using Castle.DynamicProxy;

namespace Crochet.Tests.LiveValues;

/// <summary>[Callback] on parameters.</summary>
[TestClass]
public sealed class CallbackTests : LoopTest
{
    private readonly Station _station = new();
    private IStation _proxy = null!;

    [TestInitialize]
    public void MakeProxy() => _proxy = Proxy<IStation>(_station);

    [TestMethod]
    public async Task Delegate_IsCalledOutsideTheLoop()
    {
        var heard = new TaskCompletionSource<(string, EventLoop?)>();
        _proxy.Watch(text => heard.SetResult((text, EventLoop.Current)));

        Assert.AreEqual(("hello", null), await heard.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Callback_MayBlockOnTheLoop()
    {
        var answered = new TaskCompletionSource<int>();
        _proxy.Watch(_ => answered.SetResult(_proxy.Number()));

        Assert.AreEqual(7, await answered.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Calls_ComeInOrderAndOneAtATime()
    {
        var heard = new List<int>();
        var running = 0;
        var ended = new TaskCompletionSource();
        _proxy.Count(1000, item =>
        {
            Assert.AreEqual(1, Interlocked.Increment(ref running));
            heard.Add(item);
            Interlocked.Decrement(ref running);
            if (item == 1000)
                ended.SetResult();
        });

        await ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        CollectionAssert.AreEqual(Enumerable.Range(1, 1000).ToArray(), heard);
    }

    [TestMethod]
    public async Task AwaitedCalls_RunOneAtATime()
    {
        var gate = new TaskCompletionSource();
        var log = new ConcurrentQueue<string>();
        var asking = _proxy.AskTwiceAsync(async question =>
        {
            log.Enqueue($"begin {question}");
            if (question == 1)
                await gate.Task;
            log.Enqueue($"end {question}");
            return question * 10;
        });
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        gate.SetResult();

        Assert.AreEqual(30, await asking.WaitAsync(TestTimeouts.MustNotElapse));
        CollectionAssert.AreEqual(new[] { "begin 1", "end 1", "begin 2", "end 2" }, log.ToArray());
    }

    [TestMethod]
    public void AwaitedCall_GivesItsValueToABlockingMember() =>
        Assert.AreEqual(20, _proxy.Ask(static question => Task.FromResult(question * 20)));

    [TestMethod]
    public void AwaitedCall_ThatFails_GivesItsFailureToTheImplementation()
    {
        var failure = new FormatException();

        Assert.AreSame(failure, Assert.ThrowsExactly<FormatException>(() => _proxy.Ask(_ => throw failure)));
        Assert.AreSame(failure, Assert.ThrowsExactly<FormatException>(() => _proxy.Ask(_ => Task.FromException<int>(failure))));
    }

    [TestMethod]
    public async Task Call_ThatThrows_IsReportedAndTheNextStillComes()
    {
        var second = new TaskCompletionSource();
        _proxy.Count(2, item =>
        {
            if (item == 1)
                throw new FormatException();
            second.SetResult();
        });

        await second.Task.WaitAsync(TestTimeouts.MustNotElapse);
        var report = await Reported.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsInstanceOfType<FormatException>(report.Failure.Exception);
        Assert.Contains("IStation.Count", report.Source);
    }

    [TestMethod]
    public async Task Progress_IsReportedOutsideTheLoop()
    {
        var progress = new Progress();
        await _proxy.WorkAsync(progress);

        Assert.AreEqual((3, null), await progress.Last.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Interface_IsCalledOutsideTheLoop()
    {
        var listener = new Listener();

        Assert.AreEqual(42, _proxy.Listen(listener));

        Assert.IsNull(listener.AskedIn);
        Assert.AreEqual("heard", listener.Heard.Task.WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult());
    }

    [TestMethod]
    public void Interface_ThatFails_GivesItsFailure() =>
        Assert.ThrowsExactly<FormatException>(() => _proxy.Listen(new Listener { Failure = new FormatException() }));

    [TestMethod]
    public async Task Calls_RunInTheCallersExecutionContext()
    {
        var ambient = new AsyncLocal<string?> { Value = "callers" };
        var heard = new TaskCompletionSource<string?>();
        _proxy.Watch(_ => heard.SetResult(ambient.Value));
        ambient.Value = "later";

        Assert.AreEqual("callers", await heard.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Calls_ComeInTheCallersSynchronizationContext()
    {
        using var other = new EventLoop();
        other.Start();
        var heard = new TaskCompletionSource<EventLoop?>();
        await other.RunInReactor(() => _proxy.BeginWatch(_ => heard.SetResult(EventLoop.Current)));

        Assert.AreSame(other, await heard.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Calls_OfTheLoopsOwnThread_ComeOnThePool()
    {
        var heard = new TaskCompletionSource<EventLoop?>();
        await Loop.RunInReactor(() => _proxy.BeginWatch(_ => heard.SetResult(EventLoop.Current)));

        Assert.IsNull(await heard.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void AwaitedCalls_OfABlockedCaller_ComeOnThePool()
    {
        using var other = new EventLoop();
        other.Start();

        var answer = other.WaitFor(
            TestTimeouts.MustNotElapse, () => _proxy.Ask(static _ => Task.FromResult(EventLoop.Current is null ? 1 : 2)));

        Assert.AreEqual(1, answer);
    }

    [TestMethod]
    public void AwaitedCalls_BehindOnesForABlockedThread_DoNotWaitForIt()
    {
        using var other = new EventLoop();
        other.Start();
        var listener = new Listener();

        Assert.AreEqual(42, other.WaitFor(TestTimeouts.MustNotElapse, () => _proxy.Listen(listener)));
        Assert.IsTrue(listener.Heard.Task.IsCompleted);
    }

    [TestMethod]
    public async Task AfterTheStop_NothingIsDelivered()
    {
        var heard = 0;
        _proxy.Keep(_ => Interlocked.Increment(ref heard));
        await Loop.StopAsync();

        _station.Kept("late");

        Assert.AreEqual(0, Volatile.Read(ref heard));
    }

    [TestMethod]
    public async Task AfterTheStop_AwaitedCallsFail()
    {
        _proxy.KeepAsking(static question => Task.FromResult(question));
        await Loop.StopAsync();

        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => _station.KeptAsking(1));
    }

    [TestMethod]
    public void SameDelegate_IsTheSameForTheImplementation()
    {
        Action<string> handler = Ignore;

        _proxy.Keep(handler);
        Assert.IsTrue(_proxy.IsKept(handler));
        Assert.IsTrue(_proxy.IsKept(Ignore));
        Assert.IsFalse(_proxy.IsKept(_ => { }));
    }

    [TestMethod]
    public Task Arguments_OfMarkedInterfaces_AndTheImplementationItself_AreProxies() =>
        AssertIntroducesItselfAsync(Proxy<IHost>(new Host()));

    [TestMethod]
    public void Unmarked_IsHandedOverAsItIs()
    {
        EventLoop? ranIn = null;
        _proxy.WatchHere(() => ranIn = EventLoop.Current);

        Assert.AreSame(Loop, ranIn);
    }

    [TestMethod]
    public void Null_StaysNull() => _proxy.Keep(null);

    [TestMethod]
    public Task ThreadBound_ArgumentsOfCallbacks_AreProxies() =>
        AssertIntroducesItselfAsync(CrochetProxy.CreateThreadBound<IHost>(Loop, () => new Host()));

    [TestMethod]
    public Task Interceptor_ArgumentsOfCallbacks_AreProxies() =>
        AssertIntroducesItselfAsync(new ProxyGenerator().CreateInterfaceProxyWithTarget<IHost>(new Host(), new CrochetInterceptor(Loop)));

    private static async Task AssertIntroducesItselfAsync(IHost host)
    {
        var met = new TaskCompletionSource<(object, IHost, EventLoop?)>();
        host.Introduce((sender, other) => met.SetResult((sender, other, EventLoop.Current)));

        Assert.AreEqual((host, host, null), await met.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    private static void Ignore(string text)
    {
    }

    public interface IListener
    {
        void Hear(string text);

        Task<int> AskAsync();
    }

    [WaitFor(seconds: 15)]
    [Compiled]
    public interface IStation
    {
        int Number();

        void Watch([Callback] Action<string> heard);

        [RunInReactor]
        EventualResult BeginWatch([Callback] Action<string> heard);

        void WatchHere(Action heard);

        void Count(int to, [Callback] Action<int> counted);

        Task<int> AskTwiceAsync([Callback] Func<int, Task<int>> ask);

        int Ask([Callback] Func<int, Task<int>> ask);

        Task WorkAsync([Callback] IProgress<int> progress);

        int Listen([Callback] IListener listener);

        void Keep([Callback] Action<string>? heard);

        void KeepAsking([Callback] Func<int, Task<int>> ask);

        bool IsKept([Callback] Action<string> heard);
    }

    // By shape: its methods are asynchronous where the interface's block.
    public sealed class Station
    {
        public Action<string> Kept { get; private set; } = null!;

        public Func<int, Task<int>> KeptAsking { get; private set; } = null!;

        public int Number() => 7;

        public void Watch(Action<string> heard) => heard("hello");

        public EventualResult BeginWatch(Action<string> heard)
        {
            heard("hello");
            return EventualResult.Completed;
        }

        public void WatchHere(Action heard) => heard();

        public void Count(int to, Action<int> counted)
        {
            for (var item = 1; item <= to; item++)
                counted(item);
        }

        public async Task<int> AskTwiceAsync(Func<int, Task<int>> ask)
        {
            var answers = await Task.WhenAll(ask(1), ask(2));
            Assert.IsNotNull(EventLoop.Current);
            return answers.Sum();
        }

        public async Task<int> Ask(Func<int, Task<int>> ask) => await ask(1);

        public async Task WorkAsync(IProgress<int> progress)
        {
            for (var step = 1; step <= 3; step++)
            {
                await Task.Yield();
                progress.Report(step);
            }
        }

        public async Task<int> Listen(IListener listener)
        {
            listener.Hear("heard");
            return await listener.AskAsync();
        }

        public void Keep(Action<string>? heard) => Kept = heard!;

        public void KeepAsking(Func<int, Task<int>> ask) => KeptAsking = ask;

        public bool IsKept(Action<string> heard) => Kept == heard;
    }

    [Compiled]
    public interface IHost
    {
        [WaitFor(seconds: 15)]
        void Introduce([Callback] Action<object, IHost> met);
    }

    public sealed class Host : IHost
    {
        public void Introduce(Action<object, IHost> met) => met(this, this);
    }

    private sealed class Progress : IProgress<int>
    {
        public TaskCompletionSource<(int, EventLoop?)> Last { get; } = new();

        public void Report(int value)
        {
            if (value == 3)
                Last.SetResult((value, EventLoop.Current));
        }
    }

    private sealed class Listener : IListener
    {
        public TaskCompletionSource<string> Heard { get; } = new();

        public EventLoop? AskedIn { get; private set; }

        public Exception? Failure { get; init; }

        public void Hear(string text) => Heard.SetResult(text);

        public Task<int> AskAsync()
        {
            AskedIn = EventLoop.Current;
            return Failure is { } failure ? throw failure : Task.FromResult(42);
        }
    }
}
