using Castle.DynamicProxy;

namespace Crochet.Tests.LiveValues;

/// <summary>Events marked [Callback].</summary>
[TestClass]
public sealed class EventTests : LoopTest
{
    private readonly Alarm _alarm = new();

    [TestMethod]
    public async Task Event_IsSubscribedToInTheLoopAndRaisedOutsideIt()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        var raised = new TaskCompletionSource<(object?, string, EventLoop?)>();
        alarm.Raised += (sender, text) => raised.SetResult((sender, text, EventLoop.Current));

        Assert.AreSame(Loop, _alarm.SubscribedIn);
        alarm.Raise("fire");

        Assert.AreEqual((alarm, "fire", null), await raised.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Handler_MayBlockOnTheLoop()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        var raised = new TaskCompletionSource<int>();
        alarm.Raised += (_, _) => raised.SetResult(alarm.Count());

        alarm.Raise("fire");

        Assert.AreEqual(1, await raised.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Unsubscribing_WithTheSameDelegate_TakesItOff()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        alarm.Raised += Ignore;
        alarm.Raised += Ignore;
        Assert.AreEqual(2, alarm.Count());

        alarm.Raised -= Ignore;
        Assert.AreEqual(1, alarm.Count());
        alarm.Raised -= Ignore;
        alarm.Raised -= Ignore;

        Assert.AreEqual(0, alarm.Count());
    }

    [TestMethod]
    public void Unsubscribing_ACombinedDelegate_TakesEachOff()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        EventHandler<string> one = Ignore, other = (_, _) => { };
        alarm.Raised += one + other;
        Assert.AreEqual(2, alarm.Count());

        alarm.Raised -= one;
        Assert.AreEqual(1, alarm.Count());
    }

    [TestMethod]
    public async Task Unsubscribing_AfterTheStop_DoesNothing()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        alarm.Raised += Ignore;
        await Loop.StopAsync();

        alarm.Raised -= Ignore;
        Assert.ThrowsExactly<EventLoopStoppedException>(() => alarm.Raised += Ignore);
    }

    [TestMethod]
    public void Subscribing_OnTheLoopsThread_DoesNotWait()
    {
        var alarm = Proxy<IAlarm>(_alarm);

        var count = Loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            alarm.Raised += Ignore;
            return _alarm.Handlers;
        });

        Assert.AreEqual(1, count);
    }

    [TestMethod]
    public void Subscribing_HasTheInterfacesTimeout()
    {
        var alarm = Proxy<IImpatientAlarm>(_alarm);
        using var gate = HoldLoop();

        var failure = Assert.ThrowsExactly<CrochetTimeoutException>(() => alarm.Raised += Ignore);

        Assert.AreEqual(TimeSpan.FromSeconds(0.05), failure.Timeout);
        Assert.AreEqual("IImpatientAlarm.Raised", failure.Call);
        gate.Set();
    }

    [TestMethod]
    public async Task AwaitedHandler_IsAwaitedByTheImplementation()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        var gate = new TaskCompletionSource();
        alarm.Asked += async () =>
        {
            await gate.Task;
            return 5;
        };
        var asking = alarm.AskAsync();
        gate.SetResult();

        Assert.AreEqual(5, await asking);
    }

    [TestMethod]
    public void UnmarkedEvent_IsSubscribedToInTheCallersThread()
    {
        var alarm = Proxy<IAlarm>(_alarm);
        alarm.Plain += () => { };

        Assert.IsNull(_alarm.PlainSubscribedIn);
    }

    [TestMethod]
    public async Task ThreadBound_Subscribing_HasTheObjectMade()
    {
        var made = new List<Alarm>();
        var alarm = Bound(made);
        var raised = new TaskCompletionSource<(object?, string)>();

        alarm.Raised += (sender, text) => raised.SetResult((sender, text));
        Assert.HasCount(1, made);
        alarm.Raise("fire");

        Assert.AreEqual((alarm, "fire"), await raised.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void ThreadBound_Unsubscribing_HasNothingMade()
    {
        var made = new List<Alarm>();

        Bound(made).Raised -= Ignore;

        Assert.HasCount(0, made);
    }

    [TestMethod]
    public async Task ThreadBound_TheNextInstance_IsSubscribedToBeforeItsFirstCall()
    {
        var made = new List<Alarm>();
        var alarm = Bound(made, new() { RecreateWhen = static exception => exception is FormatException });
        var raised = new TaskCompletionSource<string>();
        alarm.Raised += Ignore;
        alarm.Raised += (_, text) => raised.SetResult(text);
        alarm.Raised -= Ignore;

        Assert.ThrowsExactly<FormatException>(() => alarm.Fail());
        Assert.AreEqual(1, alarm.Count());
        alarm.Raise("again");

        Assert.HasCount(2, made);
        Assert.AreEqual("again", await raised.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Group_Subscribing_IsOnEachOfItsLoops()
    {
        using var group = new EventLoopGroup(3);
        group.Start();
        var made = new List<BoundAlarm>();
        var alarm = CrochetProxy.CreateThreadBound<IBoundAlarm>(group, _ =>
        {
            var one = new BoundAlarm();
            lock (made)
                made.Add(one);
            return one;
        });

        alarm.Raised += Ignore;

        Assert.HasCount(3, made);
        Assert.IsTrue(made.All(one => one.Handlers == 1));
    }

    [TestMethod]
    public async Task Interceptor_Events_AreRaisedOutsideTheLoop()
    {
        var alarm = new ProxyGenerator().CreateInterfaceProxyWithTarget<IAlarm>(_alarm, new CrochetInterceptor(Loop));
        var raised = new TaskCompletionSource<(object?, EventLoop?)>();
        EventHandler<string> handler = (sender, _) => raised.SetResult((sender, EventLoop.Current));
        alarm.Raised += handler;
        Assert.AreSame(Loop, _alarm.SubscribedIn);

        alarm.Raise("fire");
        Assert.AreEqual((alarm, null), await raised.Task.WaitAsync(TestTimeouts.MustNotElapse));

        alarm.Raised -= handler;
        Assert.AreEqual(0, alarm.Count());
    }

    private static void Ignore(object? sender, string text)
    {
    }

    private IBoundAlarm Bound(List<Alarm> made, ThreadBoundOptions? options = null) => CrochetProxy.CreateThreadBound<IBoundAlarm>(
        Loop,
        () =>
        {
            made.Add(new BoundAlarm());
            return made[^1];
        },
        options);

    public interface IRaising
    {
        [Callback]
        event EventHandler<string> Raised;

        [WaitFor(seconds: 15)]
        void Raise(string text);

        [WaitFor(seconds: 15)]
        int Count();
    }

    [Compiled]
    public interface IAlarm : IRaising
    {
        [Callback]
        event Func<Task<int>> Asked;

        event Action Plain;

        [WaitFor(seconds: 15)]
        Task<int> AskAsync();
    }

    [Compiled]
    public interface IBoundAlarm : IRaising
    {
        [WaitFor(seconds: 15)]
        void Fail();
    }

    [Compiled]
    [WaitFor(seconds: 0.05)]
    public interface IImpatientAlarm
    {
        [Callback]
        event EventHandler<string> Raised;

        int Count();
    }

    public class Alarm : IAlarm, IImpatientAlarm
    {
        private EventHandler<string>? _raised;
        private Func<Task<int>>? _asked;

        public event EventHandler<string> Raised
        {
            add
            {
                SubscribedIn = EventLoop.Current;
                _raised += value;
            }
            remove => _raised -= value;
        }

        public event Func<Task<int>> Asked
        {
            add => _asked += value;
            remove => _asked -= value;
        }

        public event Action Plain
        {
            add => PlainSubscribedIn = EventLoop.Current;
            remove => PlainSubscribedIn = EventLoop.Current;
        }

        public EventLoop? SubscribedIn { get; private set; }

        public EventLoop? PlainSubscribedIn { get; private set; }

        public int Handlers => _raised?.GetInvocationList().Length ?? 0;

        public void Raise(string text) => _raised?.Invoke(this, text);

        public int Count() => Handlers;

        public async Task<int> AskAsync() => await _asked!();
    }

    public sealed class BoundAlarm : Alarm, IBoundAlarm
    {
        public void Fail() => throw new FormatException();
    }
}
