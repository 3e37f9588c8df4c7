using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Tests.Proxies;

/// <summary>Marked calls that are made in the loop thread itself.</summary>
[TestClass]
public sealed class OwnLoopTests : LoopTest
{
    [TestMethod]
    public void Blocking_OnTheLoopThread_ThrowsAndNamesTheImplementation()
    {
        var proxy = Proxy<IService>(new Service());

        var exception = Assert.ThrowsExactly<EventLoopDeadlockException>(() => Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Get()));

        Assert.Contains("IService.Get", exception.Message);
        Assert.Contains("CrochetProxy.Unwrap<Service>(proxy)", exception.Message);
        CollectionAssert.AreEqual(new[] { "Test", "Test" }, exception.Cycle.ToArray());
    }

    [TestMethod]
    public void Async_OnTheLoopThread_IsFine()
    {
        var proxy = Proxy<IService>(new Service());

        Assert.AreEqual(2, Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.GetAsync()));
    }

    [TestMethod]
    public void Void_RunInReactorOnTheLoopThread_IsFine()
    {
        var service = new Service();
        var proxy = Proxy<IService>(service);

        Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Forget());
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });

        Assert.IsTrue(service.WasForgotten);
    }

    [TestMethod]
    public void Blocking_OnAnotherLoopsThread_Works()
    {
        using var other = new EventLoop(new EventLoopOptions { Name = "Other" });
        other.Start();
        var proxy = Proxy<IService>(new Service());

        Assert.AreEqual(1, other.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Get()));
    }

    [TestMethod]
    public void RunInPlace_ResultThereOnReturn_GivesIt()
    {
        var service = new Service();
        var proxy = InPlace<IService>(service);

        Assert.AreEqual(1, Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Get()));
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Do());
        Assert.IsTrue(service.WasDone);
    }

    [TestMethod]
    public void RunInPlace_ResultNotThereOnReturn_Throws()
    {
        var proxy = InPlace<IService>(new ShapedService());

        var exception = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.GetLater()));

        Assert.Contains("IService.GetLater", exception.Message);
    }

    [TestMethod]
    public void RunInPlace_Failure_ComesOutAsItIs()
    {
        var proxy = InPlace<IService>(new ShapedService());

        Assert.ThrowsExactly<FormatException>(() => Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Fail()));
    }

    [TestMethod]
    public void RunInPlace_FromACallersThread_RunsInTheLoop()
    {
        Assert.AreEqual(1, InPlace<IService>(new ShapedService()).Get());
    }

    private TInterface InPlace<TInterface>(object target) where TInterface : class
    {
        var factory = new ProxyFactory(Loop, new CrochetOptions { SameLoopCalls = SameLoopCallBehavior.RunInPlace });
        return (TInterface)factory.MakerOf(Implementation.Of(InterfaceDescription.Of(typeof(TInterface)), target.GetType())).Create(target);
    }

    [Compiled]
    public interface IService
    {
        [WaitFor(15)]
        int Get();

        [WaitFor(15)]
        int GetLater();

        [WaitFor(15)]
        void Do();

        [WaitFor(15)]
        void Fail();

        [WaitFor(15)]
        Task<int> GetAsync();

        [RunInReactor]
        void Forget();
    }

    public sealed class Service : IService
    {
        public bool WasForgotten { get; private set; }
        public bool WasDone { get; private set; }

        public int Get() => EventLoop.Current is null ? throw new InvalidOperationException("not in a loop") : 1;

        public int GetLater() => 1;

        public void Do() => WasDone = true;

        public void Fail() => throw new FormatException();

        public async Task<int> GetAsync()
        {
            await Task.Yield();
            return 2;
        }

        public void Forget() => WasForgotten = true;
    }

    public sealed class ShapedService
    {
        private readonly Service _service = new();

        public int Get() => _service.Get();

        public async Task<int> GetLaterAsync()
        {
            await Task.Yield();
            return 1;
        }

        public Task DoAsync() => Task.CompletedTask;

        public void Fail() => _service.Fail();

        public Task<int> GetAsync() => _service.GetAsync();

        public void Forget() => _service.Forget();
    }
}
