using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Containers;

/// <summary>Who disposes of what, how often and when.</summary>
[TestClass]
public sealed class DisposalTests
{
    private readonly ServiceCollection _services = new();

    private static IEnumerable<object[]> Registrations =>
    [
        ["type",
            (Action<IServiceCollection, Log>)((services, log) => services.AddSingleton(log).AddSingleton<IDevice, Device>().AddCrochet())],
        ["typed factory", (Action<IServiceCollection, Log>)(
            (services, log) => services.AddSingleton<IDevice, Device>(_ => new Device(log)).AddCrochet())],
        ["factory",
            (Action<IServiceCollection, Log>)((services, log) => services.AddSingleton<IDevice>(_ => new Device(log)).AddCrochet())],
        ["scoped",
            (Action<IServiceCollection, Log>)((services, log) => services.AddSingleton(log).AddScoped<IDevice, Device>().AddCrochet())],
        ["transient",
            (Action<IServiceCollection, Log>)((services, log) => services.AddSingleton(log).AddTransient<IDevice, Device>().AddCrochet())],
        ["transient factory",
            (Action<IServiceCollection, Log>)((services, log) => services.AddTransient<IDevice>(_ => new Device(log)).AddCrochet())],
        ["shape", (Action<IServiceCollection, Log>)(
            (services, log) => services.AddSingleton(log).AddCrochet().AddProxied<IDevice, ShapedDevice>())],
    ];

    [TestMethod]
    [DynamicData(nameof(Registrations))]
    public void Dispose_OfTheContainer_DisposesOfTheImplementationOnce(string name, Action<IServiceCollection, Log> register)
    {
        var log = new Log();
        register(_services, log);
        using (var provider = _services.BuildServiceProvider())
        using (var scope = provider.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<IDevice>().Use();
            CollectionAssert.AreEqual(new[] { "used" }, log.Entries, name);
        }

        CollectionAssert.AreEqual(new[] { "used", "disposed" }, log.Entries, name);
    }

    [TestMethod]
    [DynamicData(nameof(Registrations))]
    public async Task DisposeAsync_OfTheContainer_DisposesOfTheImplementationOnce(string name, Action<IServiceCollection, Log> register)
    {
        var log = new Log();
        register(_services, log);
        await using (var provider = _services.BuildServiceProvider())
        await using (var scope = provider.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<IDevice>().Use();
        }

        CollectionAssert.AreEqual(new[] { "used", "disposed" }, log.Entries, name);
    }

    [TestMethod]
    public void Dispose_OfTheProxyByItsUser_ReachesTheImplementation()
    {
        var log = new Log();
        _services.AddSingleton(log).AddTransient<IDevice, Device>().AddCrochet();
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IDevice>().Dispose();

        CollectionAssert.AreEqual(new[] { "disposed" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_OfAProxyWithoutAContainer_ReachesTheImplementation()
    {
        using var loop = new EventLoop();
        loop.Start();
        var log = new Log();

        CrochetProxy.Create<IDevice>(new Device(log), loop).Dispose();
        CrochetProxy.Create<IDevice>(new ShapedDevice(log), loop).Dispose();

        CollectionAssert.AreEqual(new[] { "disposed", "disposed" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_OfTheContainer_LeavesAnInstanceAlone()
    {
        var log = new Log();
        _services.AddSingleton<IDevice>(new Device(log)).AddCrochet();
        using (var provider = _services.BuildServiceProvider())
            provider.GetRequiredService<IDevice>().Use();

        CollectionAssert.AreEqual(new[] { "used" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_ImplementationResolvedAsItselfToo_IsDisposedOfOnce()
    {
        var log = new Log();
        _services.AddSingleton(log).AddSingleton<IDevice, Device>().AddCrochet();
        using (var provider = _services.BuildServiceProvider())
        {
            provider.GetRequiredService<IDevice>().Use();
            provider.GetRequiredService<Device>();
        }

        CollectionAssert.AreEqual(new[] { "used", "disposed" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_OfAScope_DisposesOfItsOwnAlone()
    {
        var log = new Log();
        _services.AddSingleton(log).AddScoped<IDevice, Device>().AddCrochet();
        using var provider = _services.BuildServiceProvider();
        using var other = provider.CreateScope();
        other.ServiceProvider.GetRequiredService<IDevice>();

        using (var scope = provider.CreateScope())
            scope.ServiceProvider.GetRequiredService<IDevice>().Use();

        CollectionAssert.AreEqual(new[] { "used", "disposed" }, log.Entries);
        Assert.AreEqual(EventLoopState.Running, provider.GetRequiredService<EventLoop>().State);
    }

    [TestMethod]
    public void Dispose_InterfaceThatIsNotDisposable_DisposesOfTheImplementationOnce()
    {
        var log = new Log();
        _services.AddSingleton(log).AddSingleton<IPlain, PlainDevice>().AddCrochet();
        using (var provider = _services.BuildServiceProvider())
            Assert.AreEqual(1, provider.GetRequiredService<IPlain>().Get());

        CollectionAssert.AreEqual(new[] { "disposed" }, log.Entries);
    }

    [TestMethod]
    public async Task DisposeAsync_OfAnAsyncDisposableInterface_DisposesOfTheImplementationOnce()
    {
        var log = new Log();
        _services.AddSingleton(log).AddSingleton<IAsyncDevice, AsyncDevice>().AddCrochet();
        await using (var provider = _services.BuildServiceProvider())
            provider.GetRequiredService<IAsyncDevice>().Use();

        CollectionAssert.AreEqual(new[] { "used", "disposed async" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_OfAnAsyncDisposableInterfaceWhoseImplementationIsBoth_DisposesOfItOnce()
    {
        var log = new Log();
        _services.AddSingleton(log).AddSingleton<IAsyncDevice, BothDevice>().AddCrochet();
        using (var provider = _services.BuildServiceProvider())
            provider.GetRequiredService<IAsyncDevice>().Use();

        CollectionAssert.AreEqual(new[] { "used", "disposed" }, log.Entries);
    }

    [TestMethod]
    public async Task Dispose_OfAProxyWhoseImplementationIsOnlyAsyncDisposable_SaysSo()
    {
        using var loop = new EventLoop();
        loop.Start();
        var log = new Log();
        var proxy = CrochetProxy.Create<IAsyncDevice>(new AsyncDevice(log), loop);

        Assert.Contains("DisposeAsync", Assert.ThrowsExactly<NotSupportedException>(((IDisposable)proxy).Dispose).Message);
        await proxy.DisposeAsync();

        CollectionAssert.AreEqual(new[] { "disposed async" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_MarkedByTheInterface_RunsInTheLoopForItsUserAndNotAtTheContainersEnd()
    {
        var log = new Log();
        _services.AddSingleton(log).AddTransient<IMarkedDevice, MarkedDevice>().AddCrochet();
        using (var provider = _services.BuildServiceProvider())
        {
            provider.GetRequiredService<IMarkedDevice>().Dispose();
            provider.GetRequiredService<IMarkedDevice>();
            CollectionAssert.AreEqual(new[] { "disposed in loop" }, log.Entries);
        }

        CollectionAssert.AreEqual(new[] { "disposed in loop", "disposed", "disposed" }, log.Entries);
    }

    [TestMethod]
    public void Dispose_OfTheContainer_StopsTheLoopBeforeTheSingletonsThatItWorksOn()
    {
        var log = new Log();
        _services.AddSingleton(log).AddSingleton<IPlain, PlainDevice>();
        _services.AddCrochet(options => options.DrainTimeout = TestTimeouts.MustNotElapse);
        var gate = new ManualResetEventSlim();
        EventLoop loop;
        using (var provider = _services.BuildServiceProvider())
        {
            provider.GetRequiredService<PlainDevice>();
            loop = provider.GetRequiredService<EventLoop>();
            provider.GetRequiredService<IPlain>();
            loop.RunInReactor(() =>
            {
                gate.Wait();
                log.Add("call ended");
            });
            loop.Stopping.Register(() => log.Add("stopping"));
            gate.Set();
        }

        CollectionAssert.AreEquivalent(new[] { "call ended", "stopping", "disposed" }, log.Entries);
        Assert.AreEqual("disposed", log.Entries[^1]);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    public sealed class Log
    {
        private readonly List<string> _entries = [];

        public List<string> Entries
        {
            get
            {
                lock (_entries)
                    return [.. _entries];
            }
        }

        public void Add(string entry)
        {
            lock (_entries)
                _entries.Add(entry);
        }
    }

    public interface IDevice : IDisposable
    {
        [WaitFor(15)]
        void Use();
    }

    public sealed class Device(Log log) : IDevice
    {
        public void Use() => log.Add("used");

        public void Dispose() => log.Add("disposed");
    }

    public sealed class ShapedDevice(Log log) : IDisposable
    {
        public async Task UseAsync()
        {
            await Task.Yield();
            log.Add("used");
        }

        public void Dispose() => log.Add("disposed");
    }

    public interface IPlain
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class PlainDevice(Log log) : IPlain, IDisposable
    {
        public int Get() => 1;

        public void Dispose() => log.Add("disposed");
    }

    public interface IAsyncDevice : IAsyncDisposable
    {
        [WaitFor(15)]
        void Use();
    }

    public sealed class AsyncDevice(Log log) : IAsyncDevice
    {
        public void Use() => log.Add("used");

        public ValueTask DisposeAsync()
        {
            log.Add("disposed async");
            return default;
        }
    }

    public sealed class BothDevice(Log log) : IAsyncDevice, IDisposable
    {
        public void Use() => log.Add("used");

        public void Dispose() => log.Add("disposed");

        public ValueTask DisposeAsync()
        {
            log.Add("disposed async");
            return default;
        }
    }

    [WaitFor(15)]
    public interface IMarkedDevice : IDisposable;

    public sealed class MarkedDevice(Log log) : IMarkedDevice
    {
        public void Dispose() => log.Add(EventLoop.Current is null ? "disposed" : "disposed in loop");
    }
}
