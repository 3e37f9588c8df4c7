namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class WaitForTests : LoopTest
{
    [TestMethod]
    public void PlainReturn_Call_BlocksForTheValueFromTheLoopThread()
    {
        var calculator = new Calculator();
        var proxy = Proxy<ICalculator>(calculator);

        Assert.AreEqual(5, proxy.Add(2, 3));
        Assert.AreSame(Loop, calculator.RanIn);
    }

    [TestMethod]
    public void VoidReturn_Call_BlocksUntilTheCallHasEnded()
    {
        var calculator = new Calculator();
        var proxy = Proxy<ICalculator>(calculator);

        proxy.Store(7);

        Assert.AreEqual(7, calculator.Stored);
        Assert.AreSame(Loop, calculator.RanIn);
    }

    [TestMethod]
    public void PlainReturn_NullValue_ComesBack()
    {
        Assert.IsNull(Proxy<ICalculator>(new Calculator()).Text(null));
        Assert.IsNull(Proxy<ICalculator>(new Calculator()).Maybe(null));
        Assert.AreEqual(3, Proxy<ICalculator>(new Calculator()).Maybe(3));
    }

    [TestMethod]
    public async Task TaskReturn_Call_IsHandedBackAtOnceAndEndsWithTheValue()
    {
        var gate = HoldLoop();
        var task = Proxy<ICalculator>(new Calculator()).AddAsync(2, 3);

        Assert.IsFalse(task.IsCompleted);
        gate.Set();
        Assert.AreEqual(5, await task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task ValueTaskReturn_Call_IsHandedBackAtOnceAndEndsWithTheValue()
    {
        var gate = HoldLoop();
        var task = Proxy<ICalculator>(new Calculator()).AddValueAsync(2, 3);

        Assert.IsFalse(task.IsCompleted);
        gate.Set();
        Assert.AreEqual(5, await task.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task TasksWithoutValue_Call_EndWithTheCall()
    {
        var calculator = new Calculator();
        var proxy = Proxy<ICalculator>(calculator);

        await proxy.StoreAsync(1).WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(1, calculator.Stored);
        await proxy.StoreValueAsync(2).AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(2, calculator.Stored);
    }

    [TestMethod]
    public void PlainReturn_NoResultInTime_ThrowsAndNamesTheCall()
    {
        using var gate = HoldLoop();
        var proxy = Proxy<IHasty>(new Hasty());

        var exception = Assert.ThrowsExactly<CrochetTimeoutException>(() => proxy.Get());
        gate.Set();

        Assert.AreEqual("IHasty.Get", exception.Call);
        Assert.AreEqual(TimeSpan.FromMilliseconds(20), exception.Timeout);
        Assert.AreEqual(CallPhase.Queued, exception.Phase);
        Assert.IsTrue(exception.IsWithdrawn);
    }

    [TestMethod]
    public async Task TaskReturn_NoResultInTime_FailsAndCancelsTheCall()
    {
        var hasty = new Hasty();
        var proxy = Proxy<IHasty>(hasty);

        var exception =
            await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(() => proxy.NeverAsync(default).WaitAsync(TestTimeouts.MustNotElapse));

        Assert.AreEqual("IHasty.NeverAsync", exception.Call);
        await hasty.Cancelled.Task.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void ZeroTimeout_NothingThereAtOnce_Throws()
    {
        using var gate = HoldLoop();

        Assert.ThrowsExactly<CrochetTimeoutException>(() => Proxy<IHasty>(new Hasty()).AtOnce());
        gate.Set();
    }

    [TestMethod]
    public void Failure_OfTheImplementation_ComesOutAsItIs()
    {
        var failure = new InvalidOperationException("broken");
        var proxy = Proxy<ICalculator>(new Calculator { Failure = failure });

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => proxy.Add(1, 2));

        Assert.AreSame(failure, thrown);
        Assert.Contains(nameof(Calculator), thrown.StackTrace!);
    }

    [TestMethod]
    public async Task Failure_WithTaskReturn_IsInTheTaskAndNotThrownByTheCall()
    {
        var failure = new InvalidOperationException("broken");
        var proxy = Proxy<ICalculator>(new Calculator { Failure = failure });

        var task = proxy.AddAsync(1, 2);

        Assert.AreSame(failure, await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => task.WaitAsync(TestTimeouts.MustNotElapse)));
    }

    [TestMethod]
    public void Call_AfterStop_ThrowsFromTheCallItself()
    {
        var proxy = Proxy<ICalculator>(new Calculator());
        Loop.Dispose();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => proxy.Add(1, 2));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => { _ = proxy.AddAsync(1, 2); });
    }

    [TestMethod]
    public void Call_Context_ReachesTheImplementation()
    {
        var proxy = Proxy<IAmbient>(new Ambient());
        Ambient.Value.Value = "caller";

        Assert.AreEqual("caller", proxy.Read());
    }

    [TestMethod]
    public void Call_FromManyThreads_RunsOneAtATime()
    {
        var calculator = new Calculator();
        var proxy = Proxy<ICalculator>(calculator);

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => proxy.Increment());

        Assert.AreEqual(200, calculator.Stored);
    }

    [Compiled]
    public interface ICalculator
    {
        [WaitFor(15)]
        int Add(int left, int right);

        [WaitFor(15)]
        void Store(int value);

        [WaitFor(15)]
        void Increment();

        [WaitFor(15)]
        string? Text(string? text);

        [WaitFor(15)]
        int? Maybe(int? value);

        [WaitFor(15)]
        Task<int> AddAsync(int left, int right);

        [WaitFor(15)]
        ValueTask<int> AddValueAsync(int left, int right);

        [WaitFor(15)]
        Task StoreAsync(int value);

        [WaitFor(15)]
        ValueTask StoreValueAsync(int value);
    }

    public sealed class Calculator : ICalculator
    {
        public Exception? Failure { get; init; }
        public int Stored { get; private set; }
        public EventLoop? RanIn { get; private set; }

        public int Add(int left, int right)
        {
            RanIn = EventLoop.Current;
            return Failure is null ? left + right : throw Failure;
        }

        public void Store(int value)
        {
            RanIn = EventLoop.Current;
            Stored = value;
        }

        public void Increment() => Stored++;

        public string? Text(string? text) => text;

        public int? Maybe(int? value) => value;

        public Task<int> AddAsync(int left, int right) => Task.FromResult(Add(left, right));

        public ValueTask<int> AddValueAsync(int left, int right) => new(Add(left, right));

        public async Task StoreAsync(int value)
        {
            await Task.Yield();
            Store(value);
        }

        public async ValueTask StoreValueAsync(int value)
        {
            await Task.Yield();
            Store(value);
        }
    }

    [Compiled]
    public interface IHasty
    {
        [WaitFor(0.02)]
        int Get();

        [WaitFor(0)]
        int AtOnce();

        [WaitFor(0.02)]
        Task NeverAsync(CancellationToken cancellationToken);
    }

    public sealed class Hasty : IHasty
    {
        public TaskCompletionSource Cancelled { get; } = new();

        public int Get() => 1;

        public int AtOnce() => 1;

        public async Task NeverAsync(CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => Cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [Compiled]
    public interface IAmbient
    {
        [WaitFor(15)]
        string? Read();
    }

    public sealed class Ambient : IAmbient
    {
        public static AsyncLocal<string?> Value { get; } = new();

        public string? Read() => Value.Value;
    }
}
