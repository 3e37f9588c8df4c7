namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class GenericMethodTests : LoopTest
{
    private static IEnumerable<object[]> Targets => [[new Store()], [new ShapedStore()], [new AsyncStore()]];

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Blocking_DifferentTypeArguments_EachGivesItsOwn(object target)
    {
        var proxy = Proxy<IStore>(target);

        Assert.AreEqual(1, proxy.Echo(1));
        Assert.AreEqual("a", proxy.Echo("a"));
        Assert.AreEqual(2, proxy.Echo(2));
        Assert.IsNull(proxy.Echo<string?>(null));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Constrained_TypeArguments_AreTaken(object target)
    {
        Assert.AreEqual("b", Proxy<IStore>(target).Largest(["a", "b"]));
        Assert.AreEqual(DayOfWeek.Monday, Proxy<IStore>(target).First<DayOfWeek, List<DayOfWeek>>([DayOfWeek.Monday]));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public async Task Async_TypeArguments_AreInTheTask(object target)
    {
        Assert.AreEqual(5, await Proxy<IStore>(target).LaterAsync(5).WaitAsync(TestTimeouts.MustNotElapse));
        Assert.AreEqual("x", Proxy<IStore>(target).Start("x").Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Void_TypeArguments_AreTaken(object target)
    {
        Proxy<IStore>(target).Keep<int, string>(1, "x");
    }

    [TestMethod]
    public void OverloadsByArity_EachCall_ReachesItsOwn()
    {
        var proxy = Proxy<IArities>(new Arities());

        Assert.AreEqual(0, proxy.Count());
        Assert.AreEqual(1, proxy.Count<int>());
        Assert.AreEqual(2, proxy.Count<int, int>());
    }

    [TestMethod]
    public void ManyThreads_WithManyTypeArguments_EachGetsItsOwn()
    {
        var proxy = Proxy<IStore>(new Store());

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, index =>
        {
            Assert.AreEqual(index, proxy.Echo(index));
            Assert.AreEqual((long)index, proxy.Echo((long)index));
            Assert.AreEqual($"{index}", proxy.Echo($"{index}"));
        });
    }

    [TestMethod]
    public void TimeoutName_OfAGenericMethod_HasNoTypeArguments()
    {
        using var gate = HoldLoop();

        var exception = Assert.ThrowsExactly<CrochetTimeoutException>(() => Proxy<IHasty>(new Hasty()).Get<int>());
        gate.Set();

        Assert.AreEqual("IHasty.Get", exception.Call);
    }

    [Compiled]
    public interface IStore
    {
        [WaitFor(15)]
        T Echo<T>(T value);

        [WaitFor(15)]
        T Largest<T>(IEnumerable<T> values) where T : class, IComparable<T>;

        [WaitFor(15)]
        T First<T, TList>(TList values) where T : struct, Enum where TList : IList<T>;

        [WaitFor(15)]
        Task<T> LaterAsync<T>(T value);

        [RunInReactor]
        EventualResult<T> Start<T>(T value);

        [WaitFor(15)]
        void Keep<TKey, TValue>(TKey key, TValue value) where TKey : notnull;
    }

    public class ShapedStore
    {
        public T Echo<T>(T value) => value;

        public T Largest<T>(IEnumerable<T> values) where T : class, IComparable<T> => values.Max()!;

        public T First<T, TList>(TList values) where T : struct, Enum where TList : IList<T> => values[0];

        public Task<T> LaterAsync<T>(T value) => Task.FromResult(value);

        public EventualResult<T> Start<T>(T value) => value;

        public void Keep<TKey, TValue>(TKey key, TValue value) where TKey : notnull
        {
        }
    }

    public sealed class Store : ShapedStore, IStore;

    public sealed class AsyncStore
    {
        public async Task<T> EchoAsync<T>(T value, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return value;
        }

        public ValueTask<T> LargestAsync<T>(IEnumerable<T> values) where T : IComparable<T> => new(values.Max()!);

        public Task<T> FirstAsync<T, TList>(TList values) where TList : IList<T> => Task.FromResult(values[0]);

        public T Later<T>(T value) => value;

        public T LaterAsync<T>(T value) => value;

        public async Task<T> StartAsync<T>(T value)
        {
            await Task.Yield();
            return value;
        }

        public Task KeepAsync<TKey, TValue>(TKey key, TValue value) => Task.CompletedTask;
    }

    [Compiled]
    public interface IArities
    {
        [WaitFor(15)]
        int Count();

        [WaitFor(15)]
        int Count<T>();

        [WaitFor(15)]
        int Count<T1, T2>();
    }

    public sealed class Arities
    {
        public int Count() => 0;

        public int Count<T>() => 1;

        public int Count<T1, T2>() => 2;
    }

    [Compiled]
    public interface IHasty
    {
        [WaitFor(0.02)]
        T? Get<T>();
    }

    public sealed class Hasty : IHasty
    {
        public T? Get<T>() => default;
    }
}
