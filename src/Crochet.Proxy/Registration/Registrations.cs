using System.Diagnostics.CodeAnalysis;
using Crochet.Configuration;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Problems;
using Crochet.Scopes;
using Crochet.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>What Crochet has done to one service collection. It is a service in it, so that it is found again.</summary>
internal sealed class Registrations
{
    private readonly ProxiedServices _proxied;
    private readonly HashSet<InterfaceDescription> _contracts;
    private readonly RegisteredLoops _loops;
    private readonly List<BoundService> _bound;
    private readonly ClusterServices _cluster;
    private readonly ServiceDescriptor _loop;
    private readonly ServiceDescriptor _stash;

    private Registrations(IServiceCollection services)
    {
        Services = services;
        _proxied = new(services);
        _contracts = [];
        _loops = new(services);
        _bound = [];
        _cluster = new(services);
        Configuration = new();
        _loop = ServiceDescriptor.Singleton(provider => provider.GetRequiredService<ContainerLoops>().Loop);
        _stash = ServiceDescriptor.Singleton(provider => ContainerLoops.Of(provider).Stash);
        services.AddOptions<CrochetOptions>();
        // Before whatever else configures the options: the code's word counts before the configuration's.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<CrochetOptions>>(Configuration));
        services.AddSingleton<IValidateOptions<CrochetOptions>>(Configuration);
        services.AddSingleton(this);
        services.AddSingleton<ContainerLoops>();
        services.AddTransient<LoopStop>();
        services.AddScoped<ScopeCalls>();
        services.AddTransient<ScopeEnd>();
        services.TryAdd(_loop);
        services.TryAdd(_stash);
        // The first of the hosted services is the first to start and the last to stop.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, LoopHostedService>());
    }

    /// <summary>The same for a collection that another was copied to.</summary>
    private Registrations(IServiceCollection services, Registrations original)
    {
        Services = services;
        _proxied = new(services, original._proxied);
        _contracts = [.. original._contracts];
        _loops = new(services, original._loops);
        _bound = [.. original._bound];
        _cluster = new(services, original._cluster);
        _loop = original._loop;
        _stash = original._stash;
        Configuration = original.Configuration;
        StartsLoop = original.StartsLoop;
        services.Replace(ServiceDescriptor.Singleton(this));
    }

    public IServiceCollection Services { get; }

    /// <summary>What the options are read from, other than code.</summary>
    public OptionsConfiguration Configuration { get; }

    public IReadOnlyCollection<InterfaceDescription> Contracts => _contracts;

    public IReadOnlyCollection<NamedLoop> NamedLoops => _loops.All;

    public IReadOnlyCollection<BoundService> BoundServices => _bound;

    /// <summary>What this process runs for others.</summary>
    public IReadOnlyCollection<InterfaceDescription> Offered => _cluster.Offered;

    /// <summary>What runs for this process elsewhere.</summary>
    public IReadOnlyCollection<InterfaceDescription> Remote => _cluster.Remote;

    /// <summary>False where the application has registered a loop of its own.</summary>
    public bool ProvidesLoop => IsTheLast(_loop);

    /// <summary>False where the application has registered a stash of its own.</summary>
    public bool ProvidesStash => IsTheLast(_stash);

    /// <summary>False where the application runs the container's loop.</summary>
    public bool StartsLoop { get; set; } = true;

    public static Registrations Of(IServiceCollection services)
    {
        var known =
            services.FirstOrDefault(descriptor => descriptor.ServiceType == typeof(Registrations))?.ImplementationInstance as Registrations;
        if (known is null)
            return new(services);
        return ReferenceEquals(known.Services, services) ? known : new(services, known);
    }

    public void UseLoop(EventLoop loop)
    {
        // As an instance, which no container disposes of.
        Services.RemoveAll<EventLoop>();
        Services.AddSingleton(loop);
    }

    public void UseLoop(string name, EventLoop loop) => _loops.Use(name, loop);

    public void AddLoop(string name, Action<EventLoopOptions>? configure) => _loops.Add(name, configure);

    public void AddLoopGroup(string name, int count, Action<EventLoopOptions>? configure) => _loops.AddGroup(name, count, configure);

    /// <summary>Puts proxies in the places of all marked services that have none.</summary>
    public void ProxyMarked()
    {
        CrochetConfigurationException.ThrowIfAny(Services.SelectMany(_proxied.ProblemsOf));
        // Backwards: the last registration of a service is the one that is resolved, and so the one whose implementation keeps its own
        // name.
        for (var index = Services.Count - 1; index >= 0; index--)
        {
            if (_proxied.IsLeftOut(Services[index]))
                Services[index] = Proxy(Services[index]);
        }

        _cluster.KeepRemoteLast();
    }

    public void AddProxied(
        InterfaceDescription contract, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type,
        string? loop, ServiceLifetime lifetime)
    {
        var implementation = Implementation.Of(contract, type);
        CrochetConfigurationException.ThrowIfAny(implementation.Problems);
        if (ThreadBoundClasses.IsMarked(type))
        {
            AddThreadBound(implementation.Contract, type, loop, new() { Lifetime = lifetime }, Construction.Of(type));
            return;
        }

        Services.TryAdd(new ServiceDescriptor(type, type, lifetime));
        AddProxied(implementation.Contract, type, loop, lifetime, (provider, _) => provider.GetService(type));
    }

    public void AddProxiedFactory(
        InterfaceDescription contract, Type type, Func<IServiceProvider, object?> factory, string? loop, ServiceLifetime lifetime)
    {
        var implementation = Implementation.Of(contract, type);
        CrochetConfigurationException.ThrowIfAny(type == typeof(object) ? implementation.Contract.Problems : implementation.Problems);
        // Under a key of ours the container keeps what the factory makes, and disposes of it.
        var key = new object();
        Services.Add(new(typeof(object), key, (provider, _) => factory(provider)!, lifetime));
        AddProxied(implementation.Contract, type: null, loop, lifetime, (provider, _) => provider.GetKeyedService<object>(key));
    }

    private void AddProxied(
        InterfaceDescription contract, Type? type, string? loop, ServiceLifetime lifetime,
        Func<IServiceProvider, object?, object?> implementation)
    {
        loop ??= contract.OnLoop;
        _loops.OnUse(contract.Name, loop);
        Services.Add(Describe(new(contract, type, lifetime, loop, implementation), contract, key: null));
        _cluster.KeepRemoteLast();
    }

    /// <param name="contract">The interface.</param>
    /// <param name="type">The implementation's type.</param>
    /// <param name="loop">The loop's name; null for the interface's own word, else the container's own loop.</param>
    /// <param name="options">How the objects are made and kept.</param>
    /// <param name="make">Makes an implementation.</param>
    public void AddThreadBound(
        InterfaceDescription contract, Type type, string? loop, ThreadBoundOptions options,
        Func<IServiceProvider, CancellationToken, ValueTask<object?>> make)
    {
        var problems = type == typeof(object) ? contract.Problems : Implementation.Of(contract, type).Problems;
        CrochetConfigurationException.ThrowIfAny(problems.Concat(BoundProblems.Of(contract)));
        Services.Add(DescribeBound(contract, type, loop, options, make));
        _cluster.KeepRemoteLast();
    }

    /// <summary>This process is to run the interface's calls for others, by the registration that it has at the start.</summary>
    public void Offer(InterfaceDescription contract) => _cluster.Offer(contract);

    /// <summary>The interface is to be a proxy whose calls run elsewhere, whatever else is registered for it.</summary>
    public void AddRemote(InterfaceDescription contract, Func<IServiceProvider, object> create)
    {
        if (_cluster.AddRemote(contract, create) is not { } descriptor)
            return;
        _proxied.Add(descriptor);
        _contracts.Add(contract);
    }

    /// <summary>The registration that runs the interface's calls in this process; null where there is none.</summary>
    public ILocalService? FindLocal(InterfaceDescription contract) => _cluster.FindLocal(contract);

    /// <summary>What is wrong with loops and timeouts, and with what was registered after the last AddCrochet.</summary>
    public IEnumerable<CrochetProblem> ProblemsAtStart(CrochetOptions options, TimeoutTable timeouts) => Services
        .Where(_proxied.IsLeftOut)
        .Select(descriptor =>
            (descriptor.ServiceType.ContainsGenericParameters ? ProblemCatalog.OpenGenericRegistration : ProblemCatalog.RegisteredTooLate)
            .About(CSharpName.Of(descriptor.ServiceType)))
        .Concat(_loops.FindProblems(Configuration, ProvidesLoop ? options.Loop.Name : null))
        .Concat(_cluster.Problems)
        .Concat(timeouts.ProblemsIn(_contracts));

    /// <summary>The container's defaults, the code's options, and then the configuration's.</summary>
    public EventLoopOptions OptionsOf(NamedLoop named, CrochetOptions options) =>
        Configuration.Apply(named.Name, named.OptionsFrom(options.Loop));

    private bool IsTheLast(ServiceDescriptor own) => ReferenceEquals(
        own, Services.LastOrDefault(descriptor => descriptor.ServiceType == own.ServiceType && !descriptor.IsKeyedService));

    private ServiceDescriptor Proxy(ServiceDescriptor descriptor)
    {
        var implementation = new RegisteredImplementation(descriptor);
        var contract = InterfaceDescription.IfMarked(descriptor.ServiceType)!;
        if (implementation.Class is { } type && ThreadBoundClasses.IsMarked(type) && !contract.Type.ContainsGenericParameters)
        {
            var options = new ThreadBoundOptions { Lifetime = descriptor.Lifetime, ServiceKey = descriptor.ServiceKey };
            return DescribeBound(contract, type, loop: null, options, Construction.Of(type));
        }

        _loops.OnUse(contract.Name, contract.OnLoop);
        var service =
            new ProxiedService(contract, implementation.Type, descriptor.Lifetime, contract.OnLoop, implementation.Move(Services));
        return Describe(service, contract, descriptor.ServiceKey);
    }

    private ServiceDescriptor Describe(ProxiedService service, InterfaceDescription contract, object? key)
    {
        var descriptor = service.Describe(key);
        _proxied.Add(descriptor);
        _contracts.Add(contract);
        if (key is null)
            _cluster.SetLocal(contract, service);
        return descriptor;
    }

    private ServiceDescriptor DescribeBound(
        InterfaceDescription contract, Type type, string? loop, ThreadBoundOptions options,
        Func<IServiceProvider, CancellationToken, ValueTask<object?>> make)
    {
        var service = new BoundService(contract, type, loop ?? contract.OnLoop, options, make);
        _bound.Add(service);
        _loops.OnUse(contract.Name, service.Loop, service.Lifetime);
        _contracts.Add(contract);
        var descriptor = service.Describe();
        _proxied.Add(descriptor);
        if (options.ServiceKey is null)
            _cluster.SetLocal(contract, service);
        return descriptor;
    }
}
