namespace Crochet.Tests.Proxies;

/// <summary>
/// T, Task&lt;T&gt;, ValueTask&lt;T&gt; and EventualResult&lt;T&gt; stand for each other, and so do void and what has no value.
/// </summary>
[TestClass]
public sealed class ReturnShapeTests : LoopTest
{
    private static object[] ValueImplementations =>
    [
        new Plain(), new Tasks(), new PendingTasks(), new ValueTasks(), new PendingValueTasks(), new Eventuals(), new PendingEventuals(),
    ];

    private static IEnumerable<object[]> Implementations => ValueImplementations.Select(implementation => new[] { implementation });

    [TestMethod]
    [DynamicData(nameof(Implementations))]
    public void Blocking_AnyImplementation_GivesTheValue(object implementation)
    {
        var proxy = Proxy<IBlocking>(implementation);

        Assert.AreEqual("got x", proxy.Get("x"));
        proxy.Do("y");
        Assert.AreEqual("y", proxy.Get("last")[4..]);
    }

    [TestMethod]
    [DynamicData(nameof(Implementations))]
    public async Task Tasks_AnyImplementation_GiveTheValue(object implementation)
    {
        var proxy = Proxy<ITasks>(implementation);

        Assert.AreEqual("got x", await proxy.Get("x").WaitAsync(TestTimeouts.MustNotElapse));
        await proxy.Do("y").WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual("got y", await proxy.Get("last").WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    [DynamicData(nameof(Implementations))]
    public async Task ValueTasks_AnyImplementation_GiveTheValue(object implementation)
    {
        var proxy = Proxy<IValueTasks>(implementation);

        Assert.AreEqual("got x", await proxy.Get("x").AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        await proxy.Do("y").AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual("got y", await proxy.Get("last").AsTask().WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    [DynamicData(nameof(Implementations))]
    public void Eventuals_AnyImplementation_GiveTheValue(object implementation)
    {
        var proxy = Proxy<IEventuals>(implementation);

        Assert.AreEqual("got x", proxy.Get("x").Wait(TestTimeouts.MustNotElapse));
        proxy.Do("y").Wait(TestTimeouts.MustNotElapse);
        Assert.AreEqual("got y", proxy.Get("last").Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    [DynamicData(nameof(Implementations))]
    public void BaseType_AnyImplementation_GivesTheValue(object implementation)
    {
        Assert.AreEqual("got x", Proxy<IObjects>(implementation).Get("x"));
        Assert.AreEqual("got x", Proxy<IEventualObjects>(implementation).Get("x").Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Unmarked_ShapeOtherThanTheImplementations_GivesTheValueWithoutTheLoop(bool isTask)
    {
        object implementation = isTask ? new Tasks() : new Plain();
        var proxy = Proxy<IUnmarked>(implementation);

        Assert.AreEqual("got x", await proxy.Get("x"));
        await proxy.Do("y");
        Assert.IsFalse(((Implementation)implementation).RanInLoop);
    }

    [TestMethod]
    public void ValueTypes_WidenedToObjectOrNullable_GiveTheValue()
    {
        var proxy = Proxy<IWide>(new Narrow());

        Assert.AreEqual(7, proxy.Boxed());
        Assert.AreEqual(7, proxy.Lifted());
        Assert.AreEqual(7, proxy.BoxedLater());
        Assert.AreEqual(7, proxy.Straight());
    }

    [TestMethod]
    public void NullTask_OfTheImplementation_FailsTheCallAndNamesIt()
    {
        var proxy = Proxy<INull>(new Null());

        Assert.Contains("INull.Get", Assert.ThrowsExactly<InvalidOperationException>(() => proxy.Get()).Message);
        Assert.Contains("INull.Do", Assert.ThrowsExactly<InvalidOperationException>(() => proxy.Do()).Message);
    }

    [Compiled]
    public interface IBlocking
    {
        [WaitFor(15)]
        string Get(string name);

        [WaitFor(15)]
        void Do(string name);
    }

    [WaitFor(15)]
    [Compiled]
    public interface ITasks
    {
        Task<string> Get(string name);

        Task Do(string name);
    }

    [RunInReactor]
    [Compiled]
    public interface IValueTasks
    {
        ValueTask<string> Get(string name);

        ValueTask Do(string name);
    }

    [RunInReactor]
    [Compiled]
    public interface IEventuals
    {
        EventualResult<string> Get(string name);

        EventualResult Do(string name);
    }

    [Compiled]
    public interface IObjects
    {
        [WaitFor(15)]
        object Get(string name);
    }

    [Compiled]
    public interface IEventualObjects
    {
        [RunInReactor]
        EventualResult<object> Get(string name);
    }

    [Compiled]
    public interface IUnmarked
    {
        ValueTask<string> Get(string name);

        EventualResult Do(string name);

        [RunInReactor]
        void Clear();
    }

    public abstract class Implementation
    {
        private string _last = "";

        public bool RanInLoop { get; private set; }

        public void Clear()
        {
        }

        protected string Take(string name)
        {
            RanInLoop = EventLoop.Current is not null;
            return name == "last" ? $"got {_last}" : $"got {_last = name}";
        }
    }

    public sealed class Plain : Implementation
    {
        public string Get(string name) => Take(name);

        public void Do(string name) => Take(name);
    }

    public sealed class Tasks : Implementation
    {
        public Task<string> GetAsync(string name) => Task.FromResult(Take(name));

        public Task DoAsync(string name) => Task.FromResult(Take(name));
    }

    public sealed class PendingTasks : Implementation
    {
        public async Task<string> GetAsync(string name)
        {
            await Task.Yield();
            return Take(name);
        }

        public async Task DoAsync(string name)
        {
            await Task.Yield();
            Take(name);
        }
    }

    public sealed class ValueTasks : Implementation
    {
        public ValueTask<string> GetAsync(string name) => new(Take(name));

        public ValueTask DoAsync(string name)
        {
            Take(name);
            return default;
        }
    }

    public sealed class PendingValueTasks : Implementation
    {
        public async ValueTask<string> GetAsync(string name)
        {
            await Task.Yield();
            return Take(name);
        }

        public async ValueTask DoAsync(string name)
        {
            await Task.Yield();
            Take(name);
        }
    }

    public sealed class Eventuals : Implementation
    {
        public EventualResult<string> Get(string name) => Take(name);

        public EventualResult Do(string name)
        {
            Take(name);
            return EventualResult.Completed;
        }
    }

    public sealed class PendingEventuals : Implementation
    {
        public async EventualResult<string> GetAsync(string name)
        {
            await Task.Yield();
            return Take(name);
        }

        public async EventualResult DoAsync(string name)
        {
            await Task.Yield();
            Take(name);
        }
    }

    [Compiled]
    public interface IWide
    {
        [WaitFor(15)]
        object Boxed();

        [WaitFor(15)]
        int? Lifted();

        [WaitFor(15)]
        object BoxedLater();

        object Straight();
    }

    public sealed class Narrow
    {
        public int Boxed() => 7;

        public int Lifted() => 7;

        public async Task<int> BoxedLaterAsync()
        {
            await Task.Yield();
            return 7;
        }

        public int Straight() => 7;
    }

    [WaitFor(15)]
    [Compiled]
    public interface INull
    {
        int Get();

        void Do();
    }

    public sealed class Null
    {
        public Task<int> Get() => null!;

        public Task Do() => null!;
    }
}
