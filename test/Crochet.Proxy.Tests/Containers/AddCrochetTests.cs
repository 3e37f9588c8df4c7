using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crochet.Tests.Containers;

[TestClass]
public sealed class AddCrochetTests
{
    private readonly ServiceCollection _services = new();

    private static IEnumerable<object[]> Lifetimes => Enum.GetValues<ServiceLifetime>().Select(lifetime => new object[] { lifetime });

    [TestMethod]
    public void AddCrochet_Null_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetServiceCollectionExtensions.AddCrochet(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => _services.AddCrochet().UseLoop(null!));
    }

    [TestMethod]
    public void Services_OfTheBuilder_AreThoseItWasAddedTo()
    {
        Assert.AreSame(_services, _services.AddCrochet().Services);
    }

    [TestMethod]
    public void MarkedService_Resolved_RunsInTheContainersLoop()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();
        using var provider = Build();

        var service = provider.GetRequiredService<IService>();

        Assert.IsTrue(CrochetProxy.IsProxy(service));
        Assert.AreSame(provider.GetRequiredService<EventLoop>(), service.Where());
    }

    [TestMethod]
    public void UnmarkedService_Resolved_IsLeftAlone()
    {
        _services.AddSingleton<IUnmarked, Unmarked>().AddCrochet();
        using var provider = Build();

        Assert.IsInstanceOfType<Unmarked>(provider.GetRequiredService<IUnmarked>());
    }

    [TestMethod]
    [DynamicData(nameof(Lifetimes))]
    public void Lifetime_OfAType_IsKept(ServiceLifetime lifetime)
    {
        _services.Add(new ServiceDescriptor(typeof(IService), typeof(Service), lifetime));
        _services.AddCrochet();

        AssertLifetime(lifetime, provider => provider.GetRequiredService<IService>());
    }

    [TestMethod]
    [DynamicData(nameof(Lifetimes))]
    public void Lifetime_OfAFactory_IsKept(ServiceLifetime lifetime)
    {
        _services.Add(new ServiceDescriptor(typeof(IService), _ => new Service(), lifetime));
        _services.AddCrochet();

        AssertLifetime(lifetime, provider => provider.GetRequiredService<IService>());
    }

    [TestMethod]
    [DynamicData(nameof(Lifetimes))]
    public void Lifetime_OfAKeyedService_IsKept(ServiceLifetime lifetime)
    {
        _services.Add(new ServiceDescriptor(typeof(IService), "key", typeof(Service), lifetime));
        _services.AddCrochet();

        AssertLifetime(lifetime, provider => provider.GetRequiredKeyedService<IService>("key"));
    }

    [TestMethod]
    [DynamicData(nameof(Lifetimes))]
    public void Lifetime_OfAddProxied_IsThatOfBoth(ServiceLifetime lifetime)
    {
        _services.AddCrochet().AddProxied<IService, ShapedService>(lifetime);

        AssertLifetime(lifetime, provider => provider.GetRequiredService<IService>());
        AssertLifetime(lifetime, provider => provider.GetRequiredService<ShapedService>());
    }

    [TestMethod]
    public void Implementation_OfAType_IsResolvedAsItselfAndRunsInTheCallersThread()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();
        using var provider = Build();

        var itself = provider.GetRequiredService<Service>();

        Assert.AreSame(CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()), itself);
        Assert.IsNull(itself.Where());
    }

    [TestMethod]
    public void Implementation_OfATypedFactory_IsResolvedAsItself()
    {
        _services.AddSingleton<IService, Service>(_ => new Service()).AddCrochet();
        using var provider = Build();

        Assert.AreSame(CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()), provider.GetRequiredService<Service>());
    }

    [TestMethod]
    public void Implementation_OfAnInstance_IsKeptAndResolvedAsItself()
    {
        var instance = new Service();
        _services.AddSingleton<IService>(instance).AddCrochet();
        using var provider = Build();

        Assert.AreSame(instance, CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()));
        Assert.AreSame(instance, provider.GetRequiredService<Service>());
    }

    [TestMethod]
    public void Implementation_Scoped_IsTheScopes()
    {
        _services.AddScoped<IService, Service>().AddCrochet();
        using var provider = Build();
        using var scope = provider.CreateScope();
        using var other = provider.CreateScope();

        var itself = scope.ServiceProvider.GetRequiredService<Service>();

        Assert.AreSame(itself, CrochetProxy.Unwrap<Service>(scope.ServiceProvider.GetRequiredService<IService>()));
        Assert.AreNotSame(itself, CrochetProxy.Unwrap<Service>(other.ServiceProvider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void Implementation_RegisteredAsItselfBefore_StaysAnotherInstance()
    {
        _services.AddSingleton<Service>().AddSingleton<IService, Service>().AddCrochet();
        using var provider = Build();

        Assert.AreNotSame(provider.GetRequiredService<Service>(), CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void Implementation_ForwardedByAFactory_StaysTheSameInstance()
    {
        _services.AddSingleton<Service>().AddSingleton<IService>(provider => provider.GetRequiredService<Service>()).AddCrochet();
        using var provider = Build();

        Assert.AreSame(provider.GetRequiredService<Service>(), CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void Implementation_OfSeveralInterfaces_IsOneForEachRegistration()
    {
        _services.AddSingleton<IService, Both>().AddSingleton<IOther, Both>().AddCrochet();
        using var provider = Build();
        var loop = provider.GetRequiredService<EventLoop>();
        var one = provider.GetRequiredService<IService>();
        var other = provider.GetRequiredService<IOther>();

        Assert.AreSame(loop, one.Where());
        Assert.AreSame(loop, other.There());
        Assert.AreNotSame(CrochetProxy.Unwrap<Both>(one), CrochetProxy.Unwrap<Both>(other));
    }

    [TestMethod]
    public void Dependencies_OfTheImplementation_AreInjected()
    {
        _services.AddSingleton<IService, Service>().AddScoped<IDepending, Depending>().AddCrochet();
        using var provider = Build();
        using var scope = provider.CreateScope();

        var depending = scope.ServiceProvider.GetRequiredService<Depending>();

        Assert.AreSame(provider.GetRequiredService<IService>(), depending.Service);
        Assert.AreSame(scope.ServiceProvider.GetRequiredService<EventLoop>(), depending.Loop);
    }

    [TestMethod]
    public void Enumerable_OfMarkedServices_KeepsOrderAndCount()
    {
        _services.AddSingleton<INamed, First>().AddSingleton<INamed>(_ => new Second()).AddSingleton<INamed, First>().AddSingleton<INamed>(
            new Second()).AddCrochet();
        using var provider = Build();

        var all = provider.GetServices<INamed>().ToList();

        Assert.IsTrue(all.All(CrochetProxy.IsProxy));
        CollectionAssert.AreEqual(new[] { "first", "second", "first", "second" }, all.Select(named => named.Name()).ToArray());
        Assert.HasCount(4, all.Select(CrochetProxy.Unwrap<INamed>).Distinct());
        Assert.AreSame(all[^1], provider.GetRequiredService<INamed>());
    }

    [TestMethod]
    public void Keyed_Services_KeepTheirKeys()
    {
        _services
            .AddKeyedSingleton<INamed, First>("one")
            .AddKeyedSingleton<INamed>("two", (_, key) => new Keyed($"{key}"))
            .AddKeyedSingleton<INamed>("three", new Keyed("3"))
            .AddKeyedSingleton<INamed, Keyed>("four")
            .AddCrochet();
        using var provider = Build();

        Assert.AreEqual("first", provider.GetRequiredKeyedService<INamed>("one").Name());
        Assert.AreEqual("two", provider.GetRequiredKeyedService<INamed>("two").Name());
        Assert.AreEqual("3", provider.GetRequiredKeyedService<INamed>("three").Name());
        Assert.AreEqual("four", provider.GetRequiredKeyedService<INamed>("four").Name());
        Assert.AreEqual("four", provider.GetRequiredKeyedService<Keyed>("four").Name());
        Assert.IsNull(provider.GetService<INamed>());
        Assert.HasCount(4, provider.GetKeyedServices<INamed>(KeyedService.AnyKey).ToList());
        Assert.IsTrue(provider.GetKeyedServices<INamed>(KeyedService.AnyKey).All(CrochetProxy.IsProxy));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AnyKey_EachKey_HasItsOwn(bool isFactory)
    {
        if (isFactory)
            _services.AddKeyedSingleton<INamed>(KeyedService.AnyKey, (_, key) => new Keyed($"{key}"));
        else
            _services.AddKeyedSingleton<INamed, Keyed>(KeyedService.AnyKey);
        _services.AddCrochet();
        using var provider = Build();

        var one = provider.GetRequiredKeyedService<INamed>("one");

        Assert.IsTrue(CrochetProxy.IsProxy(one));
        Assert.AreEqual("one", one.Name());
        Assert.AreEqual("two", provider.GetRequiredKeyedService<INamed>("two").Name());
        Assert.AreSame(one, provider.GetRequiredKeyedService<INamed>("one"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ServiceKey_OfAClassRegisteredTwiceUnderOneKey_ReachesBoth(bool isAnyKey)
    {
        var key = isAnyKey ? KeyedService.AnyKey : "one";
        _services.AddKeyedSingleton<INamed, Keyed>(key).AddKeyedSingleton<ILabelled, Keyed>(key).AddCrochet();
        using var provider = Build();

        var named = provider.GetRequiredKeyedService<INamed>("one");
        var labelled = provider.GetRequiredKeyedService<ILabelled>("one");

        Assert.AreEqual("one", named.Name());
        Assert.AreEqual("one", labelled.Label());
        Assert.AreNotSame(CrochetProxy.Unwrap<Keyed>(named), CrochetProxy.Unwrap<Keyed>(labelled));
    }

    [TestMethod]
    public void FromKeyedServices_InAConstructor_GetsTheProxy()
    {
        _services.AddKeyedSingleton<INamed, Keyed>("one").AddSingleton<Consumer>().AddCrochet();
        using var provider = Build();

        Assert.AreEqual("one", provider.GetRequiredService<Consumer>().Named.Name());
        Assert.IsTrue(CrochetProxy.IsProxy(provider.GetRequiredService<Consumer>().Named));
    }

    [TestMethod]
    public void TryAdd_AfterAddCrochet_FindsTheServiceThere()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();

        _services.TryAddSingleton<IService, Service>();
        _services.TryAddSingleton<Service>();

        using var provider = Build();
        Assert.HasCount(1, provider.GetServices<IService>().ToList());
        Assert.HasCount(1, provider.GetServices<Service>().ToList());
    }

    [TestMethod]
    public void TryAddEnumerable_AfterAddCrochet_IsALateRegistration()
    {
        _services.AddSingleton<INamed, First>().AddCrochet();

        _services.TryAddEnumerable(ServiceDescriptor.Singleton<INamed, First>());

        using var provider = Build();
        var exception = Assert.ThrowsExactly<CrochetConfigurationException>(provider.GetRequiredService<EventLoop>);
        Assert.AreEqual("CRO012", exception.Problems.Single().Id);
    }

    [TestMethod]
    public void Factory_ThatReturnsAProxy_IsLeftAlone()
    {
        using var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton(_ => CrochetProxy.Create<IService>(new Service(), loop)).AddCrochet();
        using var provider = Build();

        Assert.AreSame(loop, provider.GetRequiredService<IService>().Where());
        Assert.IsInstanceOfType<Service>(CrochetProxy.Unwrap<object>(provider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void Instance_ThatIsAProxy_IsLeftAlone()
    {
        using var loop = new EventLoop();
        loop.Start();
        var proxy = CrochetProxy.Create<IService>(new Service(), loop);
        _services.AddSingleton(proxy).AddCrochet();
        using var provider = Build();

        Assert.AreSame(proxy, provider.GetRequiredService<IService>());
        Assert.IsNotNull(provider.GetRequiredService<EventLoop>());
    }

    [TestMethod]
    public void Factory_ThatReturnsNull_SaysSo()
    {
        _services.AddSingleton<IService>(_ => null!).AddCrochet();
        using var provider = Build();

        Assert.Contains("IService", Assert.ThrowsExactly<InvalidOperationException>(() => provider.GetRequiredService<IService>()).Message);
    }

    [TestMethod]
    public void Factory_OfAnImplementationWithProblems_IsCheckedWhenItReturns()
    {
        _services.Add(new ServiceDescriptor(typeof(IService), _ => new object(), ServiceLifetime.Singleton));
        _services.AddCrochet();
        using var provider = Build();

        Problem.Of(() => provider.GetRequiredService<IService>()).AssertIs("CRO004", "IService.Where", "object");
    }

    [TestMethod]
    public void Mock_AsInstance_IsReachedInTheLoop()
    {
        var mock = new Moq.Mock<IService>();
        mock.Setup(service => service.Where()).Returns(() => EventLoop.Current);
        _services.AddSingleton(mock.Object).AddCrochet();
        using var provider = Build();

        Assert.AreSame(provider.GetRequiredService<EventLoop>(), provider.GetRequiredService<IService>().Where());
    }

    [TestMethod]
    public void AddProxied_ImplementationMatchedByShape_RunsInTheLoop()
    {
        _services.AddCrochet().AddProxied<IService, ShapedService>();
        using var provider = Build();

        Assert.AreSame(provider.GetRequiredService<EventLoop>(), provider.GetRequiredService<IService>().Where());
        Assert.IsNull(provider.GetRequiredService<ShapedService>().WhereAsync().Result);
    }

    [TestMethod]
    public void AddProxied_TwoInterfacesOfOneImplementation_ShareIt()
    {
        _services.AddCrochet().AddProxied<IService, Both>().AddProxied<IOther, Both>();
        using var provider = Build();

        Assert.AreSame(
            CrochetProxy.Unwrap<Both>(provider.GetRequiredService<IService>()),
            CrochetProxy.Unwrap<Both>(provider.GetRequiredService<IOther>()));
    }

    [TestMethod]
    public void AddProxied_ImplementationRegisteredBefore_IsUsed()
    {
        var instance = new Service();
        _services.AddSingleton(instance).AddCrochet().AddProxied<IService, Service>();
        using var provider = Build();

        Assert.AreSame(instance, CrochetProxy.Unwrap<Service>(provider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void AddProxied_ByAnInterfaceOfTheImplementation_MatchesItsShape()
    {
        _services.AddSingleton<IRaw>(_ => new Raw()).AddCrochet().AddProxied<IService, IRaw>();
        using var provider = Build();

        Assert.AreSame(provider.GetRequiredService<EventLoop>(), provider.GetRequiredService<IService>().Where());
    }

    [TestMethod]
    public void Again_AddCrochet_IsOneLoopAndTakesOnWhatIsNew()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();
        _services.AddSingleton<IOther, Both>().AddCrochet();
        _services.AddCrochet();
        using var provider = Build();

        Assert.HasCount(1, provider.GetServices<EventLoop>().ToList());
        Assert.AreSame(provider.GetRequiredService<IService>().Where(), provider.GetRequiredService<IOther>().There());
        Assert.IsInstanceOfType<Service>(CrochetProxy.Unwrap<object>(provider.GetRequiredService<IService>()));
    }

    [TestMethod]
    public void TwoProviders_OfOneCollection_HaveALoopEach()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();
        using var one = Build();
        using var two = Build();

        Assert.AreNotSame(one.GetRequiredService<IService>().Where(), two.GetRequiredService<IService>().Where());
    }

    [TestMethod]
    public void ValidateOnBuild_WithEveryKindOfRegistration_Passes()
    {
        _services
            .AddSingleton<IService, Service>()
            .AddScoped<IDepending, Depending>()
            .AddTransient<IOther>(_ => new Both())
            .AddKeyedScoped<INamed, Keyed>("one")
            .AddCrochet()
            .AddProxied<IUnmarkedLater, UnmarkedLater>();

        using var provider = Build();
        using var scope = provider.CreateScope();

        Assert.AreEqual("one", scope.ServiceProvider.GetRequiredKeyedService<INamed>("one").Name());
    }

    [TestMethod]
    public void ValidateOnBuild_DependencyThatIsMissing_IsFound()
    {
        _services.AddSingleton<INamed, NeedsMissing>().AddCrochet();

        Assert.Contains(nameof(IUnmarked), Assert.ThrowsExactly<AggregateException>(() => Build()).Message);
    }

    [TestMethod]
    public void ValidateScopes_ScopedServiceFromTheRoot_IsRefused()
    {
        _services.AddScoped<IService, Service>().AddCrochet();
        using var provider = Build();

        Assert.ThrowsExactly<InvalidOperationException>(() => provider.GetRequiredService<IService>());
    }

    private ServiceProvider Build() =>
        _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private void AssertLifetime(ServiceLifetime lifetime, Func<IServiceProvider, object> resolve)
    {
        using var provider = Build();
        using var one = provider.CreateScope();
        using var two = provider.CreateScope();

        var isSameInScope = ReferenceEquals(resolve(one.ServiceProvider), resolve(one.ServiceProvider));
        var isSameAcross = ReferenceEquals(resolve(one.ServiceProvider), resolve(two.ServiceProvider));

        Assert.AreEqual(lifetime != ServiceLifetime.Transient, isSameInScope);
        Assert.AreEqual(lifetime == ServiceLifetime.Singleton, isSameAcross);
    }

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
        public Task<EventLoop?> WhereAsync() => Task.FromResult(EventLoop.Current);
    }

    public interface IRaw
    {
        EventLoop? Where();
    }

    public sealed class Raw : IRaw
    {
        EventLoop? IRaw.Where() => EventLoop.Current;
    }

    public interface IOther
    {
        [WaitFor(15)]
        EventLoop? There();
    }

    public sealed class Both : IService, IOther
    {
        public EventLoop? Where() => EventLoop.Current;

        public EventLoop? There() => EventLoop.Current;
    }

    public interface IUnmarked;

    public sealed class Unmarked : IUnmarked;

    public interface IUnmarkedLater
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class UnmarkedLater
    {
        public int Get() => 1;
    }

    public interface IDepending
    {
        [WaitFor(15)]
        int Get();
    }

    public sealed class Depending(IService service, EventLoop loop) : IDepending
    {
        public IService Service { get; } = service;
        public EventLoop Loop { get; } = loop;

        public int Get() => 1;
    }

    public interface INamed
    {
        [WaitFor(15)]
        string Name();
    }

    public sealed class First : INamed
    {
        public string Name() => "first";
    }

    public sealed class Second : INamed
    {
        public string Name() => "second";
    }

    public interface ILabelled
    {
        [WaitFor(15)]
        string Label();
    }

    public sealed class Keyed([ServiceKey] string key) : INamed, ILabelled
    {
        public string Label() => key;

        public string Name() => key;
    }

    public sealed class NeedsMissing(IUnmarked missing) : INamed
    {
        public string Name() => missing.ToString()!;
    }

    public sealed class Consumer([FromKeyedServices("one")] INamed named)
    {
        public INamed Named { get; } = named;
    }
}
