using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Moq;
using NSubstitute;

namespace Crochet.Tests.Containers.Neighbours;

/// <summary>AddCrochet beside what else an application does to its services.</summary>
[TestClass]
public sealed class NeighbourTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    [DataRow(ServiceLifetime.Singleton)]
    [DataRow(ServiceLifetime.Scoped)]
    [DataRow(ServiceLifetime.Transient)]
    public void Decorate_BeforeAddCrochet_BothRunInTheLoopWithOneCrossing(ServiceLifetime lifetime)
    {
        _services.Add<IPlaces, Places>(lifetime);
        _services.Decorate<IPlaces, Decorator>();
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        var places = scope.ServiceProvider.GetRequiredService<IPlaces>();

        Assert.AreEqual("decorator in the loop, places in the loop, not through a proxy", places.Tell());
        Assert.IsTrue(CrochetProxy.IsProxy(places));
    }

    [TestMethod]
    [DataRow(ServiceLifetime.Singleton)]
    [DataRow(ServiceLifetime.Scoped)]
    [DataRow(ServiceLifetime.Transient)]
    public void Decorate_AfterAddCrochet_RunsInTheCallersThreadAroundTheProxy(ServiceLifetime lifetime)
    {
        _services.Add<IPlaces, Places>(lifetime);
        _services.AddCrochet();
        _services.Decorate<IPlaces, Decorator>();
        using var provider = _services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        Assert.AreEqual(
            "decorator elsewhere, places in the loop, through a proxy", scope.ServiceProvider.GetRequiredService<IPlaces>().Tell());
    }

    [TestMethod]
    public void Decorate_OfAThreadBoundOne_RunsInTheCallersThreadAroundTheProxy()
    {
        _services.AddCrochet().AddThreadBound<IPlaces, Places>();
        _services.Decorate<IPlaces, Decorator>();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("decorator elsewhere, places in the loop, through a proxy", provider.GetRequiredService<IPlaces>().Tell());
    }

    [TestMethod]
    public void Decorate_BetweenTwoAddCrochet_IsUsedAsItIs()
    {
        _services.AddSingleton<IPlaces, Places>().AddCrochet();
        _services.Decorate<IPlaces, Decorator>();
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("decorator elsewhere, places in the loop, through a proxy", provider.GetRequiredService<IPlaces>().Tell());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Double_InThePlaceOfAProxiedService_IsUsedAsItIs(bool isThreadBound)
    {
        if (isThreadBound)
            _services.AddCrochet().AddThreadBound<IPlaces, Places>();
        else
            _services.AddSingleton<IPlaces, Places>().AddCrochet();
        var substitute = Substitute.For<IPlaces>();
        substitute.Tell().Returns("substituted");

        _services.RemoveAll<IPlaces>();
        AddDouble(substitute);
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual(EventLoopState.Running, provider.GetRequiredService<EventLoop>().State);
        Assert.AreSame(substitute, provider.GetRequiredService<IPlaces>());
        Assert.AreEqual("substituted", provider.GetRequiredService<IPlaces>().Tell());
    }

    [TestMethod]
    public void Double_ByReplaceWithAFactory_IsUsedAsItIs()
    {
        _services.AddSingleton<IPlaces, Places>().AddCrochet();
        var mock = new Mock<IPlaces>();
        mock.Setup(static places => places.Tell()).Returns("mocked");

        _services.Replace(ServiceDescriptor.Singleton(_ => mock.Object));
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<EventLoop>();

        Assert.AreEqual("mocked", provider.GetRequiredService<IPlaces>().Tell());
        mock.Verify(static places => places.Tell(), Times.Once);
    }

    [TestMethod]
    public void Class_InThePlaceOfAProxiedService_IsStillAnError()
    {
        _services.AddSingleton<IPlaces, Places>().AddCrochet();
        _services.Replace(ServiceDescriptor.Singleton<IPlaces, Places>());
        using var provider = _services.BuildServiceProvider();

        var problem = Problem.Of(() => provider.GetRequiredService<EventLoop>());

        problem.AssertIs("CRO012", "IPlaces", "call AddCrochet again");
    }

    [TestMethod]
    public void Double_BesideAProxiedServiceThatIsStillThere_IsAnError()
    {
        _services.AddSingleton<IPlaces, Places>().AddCrochet();
        AddDouble(Substitute.For<IPlaces>());
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("CRO012", Problem.Of(() => provider.GetRequiredService<EventLoop>()).Id);
    }

    [TestMethod]
    public void Double_RegisteredBeforeAddCrochet_RunsInTheLoop()
    {
        EventLoop? called = null;
        var substitute = Substitute.For<IPlaces>();
        substitute.Tell().Returns(_ =>
        {
            called = EventLoop.Current;
            return "substituted";
        });
        var mock = new Mock<IKeyed>();
        mock.Setup(static keyed => keyed.Where()).Returns(static () => EventLoop.Current);
        _services.AddSingleton(substitute).AddSingleton(mock.Object).AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("substituted", provider.GetRequiredService<IPlaces>().Tell());
        Assert.AreSame(provider.GetRequiredService<EventLoop>(), called);
        Assert.AreSame(called, provider.GetRequiredService<IKeyed>().Where());
    }

    [TestMethod]
    public void Generics_ClosedByTheUser_AreProxied()
    {
        _services.AddSingleton<IRepository<int>, Repository<int>>().AddCrochet().AddThreadBound<IRepository<string>, Repository<string>>();
        using var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();

        Assert.AreSame(loop, provider.GetRequiredService<IRepository<int>>().Where(1));
        Assert.AreSame(loop, provider.GetRequiredService<IRepository<string>>().Where("1"));
    }

    [TestMethod]
    public void Keyed_Services_KeepTheirKeys()
    {
        _services.AddKeyedSingleton<IKeyed, Keyed>("a").AddKeyedScoped<IKeyed, Keyed>("b").AddCrochet();
        using var provider = _services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        Assert.IsNotNull(provider.GetRequiredKeyedService<IKeyed>("a").Where());
        Assert.IsNotNull(scope.ServiceProvider.GetRequiredKeyedService<IKeyed>("b").Where());
        Assert.IsNull(provider.GetService<IKeyed>());
    }

    [TestMethod]
    public void Options_OfImplementations_ComeToThem()
    {
        _services.Configure<Setting>(static setting => setting.Text = "set");
        _services.AddSingleton<IPlaces, Configured>().AddCrochet().AddThreadBound<IKeyed, ConfiguredKeyed>();
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("set", provider.GetRequiredService<IPlaces>().Tell());
        Assert.IsNotNull(provider.GetRequiredService<IKeyed>().Where());
    }

    [TestMethod]
    public void AddCrochet_InALibraryBesideTheApplications_SharesTheLoop()
    {
        AddLibrary(_services);
        _services.AddSingleton<IPlaces, Places>().AddCrochet(static options => options.DrainTimeout = TimeSpan.FromSeconds(7));
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("places in the loop", provider.GetRequiredService<IPlaces>().Tell());
        Assert.AreSame(provider.GetRequiredService<EventLoop>(), provider.GetRequiredService<IKeyed>().Where());
        var options = provider.GetRequiredService<IOptions<CrochetOptions>>().Value;
        Assert.AreEqual(TimeSpan.FromSeconds(7), options.DrainTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(1), options.Loop.SlowTurnThreshold);
    }

    private void AddDouble(IPlaces places) => _services.AddSingleton(places);

    private static void AddLibrary(IServiceCollection services) => services
        .AddSingleton<IKeyed, Keyed>()
        .AddCrochet(static options => options.Loop.SlowTurnThreshold = TimeSpan.FromSeconds(1));

    public interface IPlaces
    {
        [WaitFor(15)]
        string Tell();
    }

    public sealed class Places : IPlaces
    {
        public string Tell() => $"places {Place}";
    }

    public sealed class Decorator(IPlaces inner) : IPlaces
    {
        public string Tell() =>
            $"decorator {Place}, {inner.Tell()}, {(CrochetProxy.IsProxy(inner) ? "through a proxy" : "not through a proxy")}";
    }

    public sealed class Configured(IOptions<Setting> options) : IPlaces
    {
        public string Tell() => options.Value.Text;
    }

    public sealed class ConfiguredKeyed(IOptionsMonitor<Setting> options)
    {
        public EventLoop? Where() => options.CurrentValue.Text == "set" ? EventLoop.Current : null;
    }

    public sealed class Setting
    {
        public string Text { get; set; } = "";
    }

    public interface IRepository<T>
    {
        [WaitFor(15)]
        EventLoop? Where(T item);
    }

    public sealed class Repository<T> : IRepository<T>
    {
        public EventLoop? Where(T item) => EventLoop.Current;
    }

    public interface IKeyed
    {
        [WaitFor(15)]
        EventLoop? Where();
    }

    public sealed class Keyed : IKeyed
    {
        public EventLoop? Where() => EventLoop.Current;
    }

    private static string Place => EventLoop.Current is null ? "elsewhere" : "in the loop";
}

file static class Registering
{
    public static void Add<TService, TImplementation>(this IServiceCollection services, ServiceLifetime lifetime) =>
        services.Add(new ServiceDescriptor(typeof(TService), typeof(TImplementation), lifetime));
}
