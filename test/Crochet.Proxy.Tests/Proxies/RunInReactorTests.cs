namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class RunInReactorTests : LoopTest
{
    [TestMethod]
    public void EventualResult_Call_GoesOnAtOnce()
    {
        var gate = HoldLoop();
        var result = Proxy<IWorker>(new Worker()).Start(4);

        Assert.IsFalse(result.IsCompleted);
        gate.Set();
        Assert.AreEqual(8, result.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void EventualResultWithoutValue_Call_EndsWithTheCall()
    {
        var worker = new Worker();

        Proxy<IWorker>(worker).StartOnly(4).Wait(TestTimeouts.MustNotElapse);

        Assert.AreEqual(4, worker.Last);
        Assert.AreSame(Loop, worker.RanIn);
    }

    [TestMethod]
    public async Task Tasks_Call_GoOnAtOnce()
    {
        var gate = HoldLoop();
        var proxy = Proxy<IWorker>(new Worker());
        var tasks = (proxy.StartTask(1), proxy.StartValueTask(2).AsTask(), proxy.StartOnlyTask(3), proxy.StartOnlyValueTask(4).AsTask());

        Assert.IsFalse(tasks.Item1.IsCompleted || tasks.Item2.IsCompleted || tasks.Item3.IsCompleted || tasks.Item4.IsCompleted);
        gate.Set();
        Assert.AreEqual(2, await tasks.Item1.WaitAsync(TestTimeouts.MustNotElapse));
        Assert.AreEqual(4, await tasks.Item2.WaitAsync(TestTimeouts.MustNotElapse));
        await tasks.Item3.WaitAsync(TestTimeouts.MustNotElapse);
        await tasks.Item4.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void Void_Call_GoesOnAtOnceAndRunsInTheLoop()
    {
        var worker = new Worker();
        var gate = HoldLoop();

        Proxy<IWorker>(worker).Forget(4);

        Assert.AreEqual(0, worker.Last);
        gate.Set();
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        Assert.AreEqual(4, worker.Last);
    }

    [TestMethod]
    public async Task Void_Failure_IsReportedByTheLoop()
    {
        var failure = new InvalidOperationException("broken");

        Proxy<IWorker>(new Worker { Failure = failure }).Forget(4);

        var report = await Reported.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreSame(failure, report.Failure.Exception);
        Assert.AreEqual("IWorker.Forget", report.Source);
    }

    [TestMethod]
    public async Task Void_FailureOfAnAsyncImplementation_IsReportedByTheLoop()
    {
        Proxy<IForgetful>(new Forgetful()).Do();

        var report = await Reported.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual("late", report.Failure.Exception.Message);
    }

    [TestMethod]
    public void EventualResult_Failure_ComesOutOfTheWait()
    {
        var failure = new InvalidOperationException("broken");

        var result = Proxy<IWorker>(new Worker { Failure = failure }).Start(4);

        Assert.AreSame(failure, Assert.ThrowsExactly<InvalidOperationException>(() => result.Wait(TestTimeouts.MustNotElapse)));
    }

    [TestMethod]
    public void EventualResult_FromTheLoopThread_IsFine()
    {
        var proxy = Proxy<IWorker>(new Worker());

        var value = Loop.WaitFor(TestTimeouts.MustNotElapse, async () => await proxy.Start(4));

        Assert.AreEqual(8, value);
    }

    [TestMethod]
    public void EventualResult_Cancel_SignalsTheImplementationsToken()
    {
        var worker = new Worker();
        var result = Proxy<IWorker>(worker).StartEndless(default);
        Assert.IsTrue(worker.Started.Wait(TestTimeouts.MustNotElapse));

        result.Cancel();

        Assert.Throws<OperationCanceledException>(() => result.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Call_AfterStop_ThrowsFromTheCallItself()
    {
        var proxy = Proxy<IWorker>(new Worker());
        Loop.Dispose();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => { _ = proxy.Start(1); });
        Assert.ThrowsExactly<EventLoopStoppedException>(() => proxy.Forget(1));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => { _ = proxy.StartTask(1); });
    }

    [Compiled]
    public interface IWorker
    {
        [RunInReactor]
        EventualResult<int> Start(int value);

        [RunInReactor]
        EventualResult StartOnly(int value);

        [RunInReactor]
        Task<int> StartTask(int value);

        [RunInReactor]
        ValueTask<int> StartValueTask(int value);

        [RunInReactor]
        Task StartOnlyTask(int value);

        [RunInReactor]
        ValueTask StartOnlyValueTask(int value);

        [RunInReactor]
        void Forget(int value);

        [RunInReactor]
        EventualResult StartEndless(CancellationToken cancellationToken);
    }

    public sealed class Worker : IWorker
    {
        public Exception? Failure { get; init; }
        public int Last { get; private set; }
        public EventLoop? RanIn { get; private set; }
        public ManualResetEventSlim Started { get; } = new();

        public EventualResult<int> Start(int value) => Double(value);

        public EventualResult StartOnly(int value)
        {
            Double(value);
            return EventualResult.Completed;
        }

        public Task<int> StartTask(int value) => Task.FromResult(Double(value));

        public ValueTask<int> StartValueTask(int value) => new(Double(value));

        public Task StartOnlyTask(int value) => Task.FromResult(Double(value));

        public ValueTask StartOnlyValueTask(int value) => new(Task.FromResult(Double(value)));

        public void Forget(int value) => Double(value);

        public async EventualResult StartEndless(CancellationToken cancellationToken)
        {
            Started.Set();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        private int Double(int value)
        {
            RanIn = EventLoop.Current;
            Last = value;
            return Failure is null ? value * 2 : throw Failure;
        }
    }

    [Compiled]
    public interface IForgetful
    {
        [RunInReactor]
        void Do();
    }

    public sealed class Forgetful
    {
        public async Task DoAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("late");
        }
    }
}
