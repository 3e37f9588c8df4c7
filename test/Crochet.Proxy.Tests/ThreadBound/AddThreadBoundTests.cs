using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.ThreadBound;

[TestClass]
public sealed class AddThreadBoundTests
{
    private readonly ServiceCollection _services = new();
    private readonly List<string> _log = [];

    [TestMethod]
    public void Singleton_OfAType_IsMadeCalledAndDisposedOfInTheLoop()
    {
        _services.AddSingleton(_log);
        _services.AddCrochet().AddThreadBound<IEngine, Engine>(provider => new Engine(provider.GetRequiredService<List<string>>(), 1));
        using (var provider = _services.BuildServiceProvider())
        {
            var engine = provider.GetRequiredService<IEngine>();
            Assert.IsEmpty(_log);
            Assert.AreEqual(1, engine.Next());
            Assert.AreSame(provider.GetRequiredService<EventLoop>(), engine.Where);
            Assert.AreSame(engine, provider.GetRequiredService<IEngine>());
            Assert.IsNull(provider.GetService<Engine>());
        }

        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public void Constructor_ThatAsksForALoop_GetsItsOwn()
    {
        _services.AddCrochet().AddLoop("Engines").AddThreadBound<ILooped, Looped>("Engines");
        using var provider = _services.BuildServiceProvider();

        var own = provider.GetRequiredKeyedService<EventLoop>("Engines");
        Assert.AreSame(own, provider.GetRequiredService<ILooped>().Injected);
        Assert.AreSame(own, provider.GetRequiredService<ILooped>().Where);
        Assert.AreNotSame(own, provider.GetRequiredService<EventLoop>());
        Assert.AreEqual("Engines", own.Name);
    }

    [TestMethod]
    public void MarkedClass_RegisteredAsAnyOther_IsThreadBound()
    {
        _services.AddSingleton<ILooped, MarkedLooped>();
        _services.AddKeyedScoped<ILooped, MarkedLooped>("key");
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        Assert.IsNotNull(provider.GetRequiredService<ILooped>().Where);
        Assert.IsNotNull(scope.ServiceProvider.GetRequiredKeyedService<ILooped>("key").Injected);
        Assert.IsNull(provider.GetService<MarkedLooped>());
    }

    [TestMethod]
    public void MarkedClass_ReadyInstance_IsAProblem()
    {
        using var loop = new EventLoop();
        _services.AddSingleton<ILooped>(new MarkedLooped(loop));

        Problem.Of(() => _services.AddCrochet()).AssertIs("CRO021", "ILooped", "MarkedLooped", "AddThreadBound");
    }

    [TestMethod]
    public void MarkedClass_MadeByAFactoryOffTheLoop_IsAnErrorAtResolution()
    {
        _services.AddSingleton<ILooped>(provider => new MarkedLooped(provider.GetRequiredService<EventLoop>()));
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<ILooped>()).AssertIs("CRO021", "ILooped", "AddThreadBound");
    }

    [TestMethod]
    public async Task Scoped_EndOfItsScope_DisposesOfItInTheLoop()
    {
        _services.AddCrochet().AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1),
            configure: options => options.Lifetime = ServiceLifetime.Scoped);
        await using var provider = _services.BuildServiceProvider(validateScopes: true);

        await using (var scope = provider.CreateAsyncScope())
            scope.ServiceProvider.GetRequiredService<IEngine>().Next();
        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
        using (var scope = provider.CreateScope())
            scope.ServiceProvider.GetRequiredService<IEngine>().Next();

        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1", "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public void Scoped_EndOfItsScopeOnTheLoop_DoesNotWait()
    {
        _services.AddCrochet().AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1),
            configure: options => options.Lifetime = ServiceLifetime.Scoped);
        using var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();
        var scope = provider.CreateScope();
        scope.ServiceProvider.GetRequiredService<IEngine>().Next();

        loop.WaitFor(TestTimeouts.MustNotElapse, scope.Dispose);
        loop.Dispose();

        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public async Task Dependencies_OfAScopedOne_AreItsOwnAndDisposedOfAfterIt()
    {
        _services.AddScoped<Dependency>();
        _services.AddSingleton(_log);
        _services.AddCrochet().AddThreadBound<ILooped, Depending>(options => options.Lifetime = ServiceLifetime.Scoped);
        await using var provider = _services.BuildServiceProvider(validateScopes: true);

        await using (var scope = provider.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Dependency>();
            Assert.IsNotNull(scope.ServiceProvider.GetRequiredService<ILooped>().Where);
        }

        CollectionAssert.AreEqual(new[] { "depending", "dependency on the loop", "dependency elsewhere" }, _log);
    }

    [TestMethod]
    public async Task Factory_WithScopedDependencies_IsNotHeldUpByTheLockOfAScope()
    {
        _services.AddScoped<ScopedDependency>()
            // While this is made its scope is locked.
            .AddScoped(provider => new Report(provider.GetRequiredService<IEngine>().Next()))
            .AddCrochet()
            .AddThreadBound<IEngine, Engine>(
                provider =>
                {
                    provider.GetRequiredService<ScopedDependency>();
                    return new Engine();
                },
                configure: options => options.Lifetime = ServiceLifetime.Scoped);
        await using var provider = _services.BuildServiceProvider(validateScopes: true);
        await using var scope = provider.CreateAsyncScope();

        var report = await Task.Run(() => scope.ServiceProvider.GetRequiredService<Report>()).WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(1, report.Number);
    }

    public sealed class ScopedDependency;

    public sealed record Report(int Number);

    [TestMethod]
    public void Container_Disposal_DisposesOfObjectsBeforeTheSingletonsTheyUse()
    {
        _services.AddSingleton(_log);
        _services.AddSingleton<Dependency>();
        _services.AddCrochet().AddThreadBound<ILooped, Depending>();
        using (var provider = _services.BuildServiceProvider())
            Assert.IsNotNull(provider.GetRequiredService<ILooped>().Where);

        CollectionAssert.AreEqual(new[] { "depending", "dependency elsewhere" }, _log);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Container_DisposalWithALoopOfTheApplications_DisposesOfObjectsBeforeTheSingletonsTheyUse(bool isAsync)
    {
        using var own = new EventLoop();
        own.Start();
        using var named = new EventLoop();
        named.Start();
        _services.AddSingleton(_log);
        _services.AddSingleton<Dependency>();
        _services.AddCrochet().UseLoop(own).UseLoop("Named", named)
            .AddThreadBound<ILooped, Depending>()
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1))
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 2), "Named", static options => options.ServiceKey = 2);
        var provider = _services.BuildServiceProvider();
        provider.GetRequiredKeyedService<IEngine>(2).Next();
        Assert.IsNotNull(provider.GetRequiredService<ILooped>().Where);
        provider.GetRequiredService<IEngine>().Next();

        if (isAsync)
            await provider.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        else
            provider.Dispose();

        CollectionAssert.AreEqual(
            new[] { "made 2", "made 1", "disposed 1", "depending", "disposed 2", "dependency elsewhere" }, _log);
        Assert.AreEqual(EventLoopState.Running, own.State);
        Assert.AreEqual(EventLoopState.Running, named.State);
    }

    [TestMethod]
    public void Keyed_IsFoundByItsKey()
    {
        _services.AddCrochet().AddThreadBound<IEngine, Engine>(_ => new Engine(), configure: options => options.ServiceKey = "one");
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual(1, provider.GetRequiredKeyedService<IEngine>("one").Next());
        Assert.IsNull(provider.GetService<IEngine>());
    }

    [TestMethod]
    public void Keyed_ConstructorThatAsksForTheKey_GetsIt()
    {
        _services.AddKeyedSingleton<INamedLoop, MarkedKeyed>(KeyedService.AnyKey);
        _services.AddCrochet().AddLoop("Kitchen").AddThreadBound<ILooped, Keyed>(options => options.ServiceKey = "one");
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("two", provider.GetRequiredKeyedService<INamedLoop>("two").Where());
        Assert.AreEqual("three", provider.GetRequiredKeyedService<INamedLoop>("three").Where());
        Assert.IsNotNull(provider.GetRequiredKeyedService<ILooped>("one").Where);
    }

    [TestMethod]
    public async Task CreateAtStart_MakesItWhenTheHostStarts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddCrochet().AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1),
            configure: options => options.CreateAtStart = true);
        using var host = builder.Build();

        await host.StartAsync();
        CollectionAssert.AreEqual(new[] { "made 1" }, _log);
        await host.StopAsync();

        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public async Task CreateAtStart_AMakingThatFails_StopsTheStart()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddCrochet()
            .AddThreadBound<IEngine, Engine>(Engine (_) => throw new FormatException(), configure: options => options.CreateAtStart = true);
        using var host = builder.Build();

        await Assert.ThrowsExactlyAsync<FormatException>(() => host.StartAsync());
    }

    [TestMethod]
    public void OnLoop_OfTheInterface_IsTheLoopUnlessTheRegistrationNamesOne()
    {
        _services.AddSingleton<INamedLoop, Named>();
        _services.AddCrochet().AddLoop("Kitchen").AddLoop("Cellar").AddProxied<INamedLoop, Named>("Cellar");
        using var provider = _services.BuildServiceProvider();

        CollectionAssert.AreEqual(
            new[] { "Kitchen", "Cellar" }, provider.GetServices<INamedLoop>().Select(service => service.Where()).ToArray());
    }

    [TestMethod]
    public void Loop_ThatNobodyAdded_IsAnErrorAtStart()
    {
        _services.AddCrochet().AddThreadBound<IEngine, Engine>("Nowhere");
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO018", "IEngine", "Nowhere", "AddLoop");
    }

    [TestMethod]
    public void AddCrochet_TwiceWithOtherNames_IsAnErrorAtStart()
    {
        _services.AddCrochet(options => options.Loop.Name = "One");
        _services.AddCrochet(options => options.Loop.Name = "Two");
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO018", "AddCrochet", "One", "Two", "AddLoop");
    }

    [TestMethod]
    [DataRow("One", null, null, "Two")]
    [DataRow("One", null, "Two", null)]
    [DataRow("Other", "One", "Two", null)]
    public void AddCrochet_TwiceWithOtherNamesOfCodeOrConfiguration_IsAnErrorAtStart(
        string? firstSection, string? first, string? secondSection, string? second)
    {
        Add(firstSection, first);
        Add(secondSection, second);
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO018", "AddCrochet", "One", "Two", "AddLoop");
    }

    [TestMethod]
    public void AddCrochet_OneNameOfCodeAndConfiguration_IsTheCodes()
    {
        Add("Configured", "Coded");
        Add(section: null, "Coded");
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("Coded", provider.GetRequiredService<EventLoop>().Name);
    }

    [TestMethod]
    public void AddLoop_NameOfTheOwnLoop_IsAnErrorAtStart()
    {
        _services.AddCrochet(options => options.Loop.Name = "One").AddLoop("One");
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO018", "AddLoop", "One");
    }

    [TestMethod]
    public void UseLoop_ByName_IsUsedAndLeftRunning()
    {
        using var loop = new EventLoop(new() { Name = "Given" });
        loop.Start();
        var builder = _services.AddCrochet().UseLoop("Engines", loop).AddProxied<INamedLoop, Named>("Engines");
        Assert.ThrowsExactly<ArgumentException>(() => builder.AddLoop("Engines"));
        Assert.ThrowsExactly<ArgumentException>(() => builder.UseLoop("Engines", loop));
        using (var provider = _services.AddSingleton(_log).BuildServiceProvider(validateScopes: false))
        {
            _ = builder.AddLoop("Kitchen");
            Assert.AreSame(loop, provider.GetRequiredKeyedService<EventLoop>("Engines"));
        }

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void AddProxied_WithAFactory_LeavesTheImplementationsOwnRegistration()
    {
        _services.AddSingleton<Named>();
        _services.AddCrochet().AddLoop("Kitchen").AddProxied<INamedLoop, Named>(_ => new Named());
        using var provider = _services.BuildServiceProvider();

        var proxy = provider.GetRequiredService<INamedLoop>();

        Assert.AreEqual("Kitchen", proxy.Where());
        Assert.AreNotSame(provider.GetRequiredService<Named>(), CrochetProxy.Unwrap<Named>(proxy));
    }

    private void Add(string? section, string? code)
    {
        Action<CrochetOptions>? configure = code is null ? null : options => options.Loop.Name = code;
        if (section is null)
            _services.AddCrochet(configure);
        else
            _services.AddCrochet(
                new ConfigurationBuilder().AddInMemoryCollection([new("Loop:Name", section)]).Build(), configure);
    }

    [OnLoop("Kitchen")]
    [Compiled]
    public interface INamedLoop
    {
        [WaitFor(15)]
        string? Where();
    }

    public sealed class Named : INamedLoop
    {
        public string? Where() => EventLoop.Current?.Name;
    }

    [WaitFor(15)]
    [Compiled]
    public interface ILooped
    {
        EventLoop? Injected { get; }

        EventLoop? Where { get; }
    }

    public class Looped(EventLoop loop) : ILooped
    {
        public EventLoop? Injected => loop;

        public EventLoop? Where => EventLoop.Current;
    }

    [ThreadBound]
    public sealed class MarkedLooped(EventLoop loop) : Looped(loop);

    [ThreadBound]
    public sealed class MarkedKeyed([ServiceKey] string key, EventLoop loop) : INamedLoop
    {
        public string? Where() => loop.IsInLoopThread ? key : null;
    }

    public sealed class Keyed([ServiceKey] string key, EventLoop loop) : ILooped
    {
        public EventLoop? Injected => loop;

        public EventLoop? Where => key == "one" ? EventLoop.Current : null;
    }

    public sealed class Depending(EventLoop loop, Dependency dependency, List<string> log) : ILooped, IDisposable
    {
        public EventLoop? Injected => loop;

        public EventLoop? Where => dependency is null ? null : EventLoop.Current;

        public void Dispose() => log.Add(loop.IsInLoopThread ? "depending" : "depending elsewhere");
    }

    public sealed class Dependency(List<string> log) : IDisposable
    {
        public void Dispose() => log.Add(EventLoop.Current is null ? "dependency elsewhere" : "dependency on the loop");
    }
}
