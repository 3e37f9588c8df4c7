using Castle.DynamicProxy;

namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class CrochetProxyTests : LoopTest
{
    [TestMethod]
    public void Create_NullImplementation_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetProxy.Create<IService>(null!, Loop));
    }

    [TestMethod]
    public void Create_WrongTypesAndNoLoop_SaysWhatIsWrongWithTheTypes()
    {
        Assert.ThrowsExactly<CrochetConfigurationException>(() => CrochetProxy.Create<IService>(new object()));
    }

    [TestMethod]
    public void Create_WithoutALoop_TakesTheProcesssOwn()
    {
        Assert.Contains("Reactor.Setup",
            Assert.ThrowsExactly<InvalidOperationException>(() => CrochetProxy.Create<IService>(new Service())).Message);

        Reactor.Setup();

        Assert.AreSame(Reactor.Loop, CrochetProxy.Create<IService>(new Service()).Where());
    }

    [TestMethod]
    public void IsProxy_OfAnyObject_Tells()
    {
        Assert.IsTrue(CrochetProxy.IsProxy(Proxy<IService>(new Service())));
        Assert.IsTrue(CrochetProxy.IsProxy(Proxy<IService>(new ShapedService())));
        Assert.IsTrue(CrochetProxy.IsProxy(Proxy<IGeneric>(new Generic())));
        Assert.IsTrue(CrochetProxy.IsProxy(
            new ProxyGenerator().CreateInterfaceProxyWithTarget<IService>(new Service(), new CrochetInterceptor(Loop))));
        Assert.IsFalse(CrochetProxy.IsProxy(new Service()));
        Assert.IsFalse(CrochetProxy.IsProxy(new ProxyGenerator().CreateInterfaceProxyWithTarget<IService>(new Service())));
        Assert.IsFalse(CrochetProxy.IsProxy(new Moq.Mock<IService>().Object));
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetProxy.IsProxy(null!));
    }

    [TestMethod]
    public void Unwrap_Proxy_GivesTheImplementationForTheCallersThread()
    {
        var service = new Service();
        var proxy = Proxy<IService>(service);

        Assert.AreSame(service, CrochetProxy.Unwrap<Service>(proxy));
        Assert.AreSame(service, CrochetProxy.Unwrap<IService>(proxy));
        Assert.AreSame(service, CrochetProxy.Unwrap<object>(proxy));
        Assert.IsNull(CrochetProxy.Unwrap<Service>(proxy).Where());
    }

    [TestMethod]
    public void Unwrap_ImplementationMatchedByShape_GivesIt()
    {
        var service = new ShapedService();

        Assert.AreSame(service, CrochetProxy.Unwrap<ShapedService>(Proxy<IService>(service)));
    }

    [TestMethod]
    public void Unwrap_ProxyOfAProxy_LooksBehindBoth()
    {
        using var other = new EventLoop();
        other.Start();
        var service = new Service();
        var proxy = CrochetProxy.Create<IService>(Proxy<IService>(service), other);

        Assert.AreSame(service, CrochetProxy.Unwrap<Service>(proxy));
        Assert.AreSame(Loop, proxy.Where());
    }

    [TestMethod]
    public void Unwrap_NoProxy_Throws()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => CrochetProxy.Unwrap<Service>(new Service()));

        Assert.Contains("Service", exception.Message);
        Assert.ThrowsExactly<ArgumentException>(() => CrochetProxy.Unwrap<Service>(new Moq.Mock<IService>().Object));
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetProxy.Unwrap<Service>(null!));
    }

    [TestMethod]
    public void Unwrap_AnotherTypeOfImplementation_ThrowsAndNamesBoth()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => CrochetProxy.Unwrap<ShapedService>(Proxy<IService>(new Service())));

        Assert.Contains("ShapedService", exception.Message);
        Assert.Contains("is Service,", exception.Message);
    }

    [TestMethod]
    public void MockedImplementation_MarkedCall_ReachesItInTheLoop()
    {
        var mock = new Moq.Mock<IService>();
        mock.Setup(service => service.Where()).Returns(() => EventLoop.Current);

        Assert.AreSame(Loop, Proxy<IService>(mock.Object).Where());
    }

    [TestMethod]
    public void Create_AnotherInstanceOfAKnownInterface_TakesUnder100Bytes()
    {
        var service = new Service();
        for (var count = 0; count < 100; count++)
            Proxy<IService>(service);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1000; count++)
            Proxy<IService>(service);

        Assert.IsLessThan(100 * 1000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Create_ForALoopThatIsGone_KeepsNothingOfIt()
    {
        var loop = MakeProxyInAnotherLoop();

        for (var tries = 0; tries < 10 && loop.IsAlive; tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.IsFalse(loop.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference MakeProxyInAnotherLoop()
    {
        var loop = new EventLoop();
        CrochetProxy.Create<IService>(new Service(), loop);
        loop.Dispose();
        return new WeakReference(loop);
    }

    [Compiled]
    public interface IService
    {
        [WaitFor(15)]
        EventLoop? Where();
    }

    public sealed class Service : IService
    {
        public EventLoop? Where() => EventLoop.Current;
    }

    public sealed class ShapedService
    {
        public EventLoop? Where() => EventLoop.Current;
    }

    [Compiled]
    public interface IGeneric
    {
        [WaitFor(15)]
        T Echo<T>(T value);
    }

    public sealed class Generic : IGeneric
    {
        public T Echo<T>(T value) => value;
    }
}
