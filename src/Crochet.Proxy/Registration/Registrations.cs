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
    private readonly HashSet<ServiceDescriptor> _proxied;
    private readonly HashSet<InterfaceDescription> _contracts;
    private readonly Dictionary<string, NamedLoop> _named;
    private readonly List<BoundService> _bound;
    private readonly List<LoopUse> _uses;
    private readonly Dictionary<InterfaceDescription, ILocalService> _local;
    private readonly HashSet<InterfaceDescription> _offered;
    private readonly Dictionary<InterfaceDescription, ServiceDescriptor> _remote;
    private readonly ServiceDescriptor _loop;
    private readonly ServiceDescriptor _stash;

    private Registrations(IServiceCollection services)
    {
        Services = services;
        _proxied = new(ReferenceEqualityComparer.Instance);
        _contracts = [];
        _named = [];
        _bound = [];
        _uses = [];
        _local = [];
        _offered = [];
        _remote = [];
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
        _proxied = new(original._proxied, ReferenceEqualityComparer.Instance);
        _contracts = [.. original._contracts];
        _named = new(original._named);
        _bound = [.. original._bound];
        _uses = [.. original._uses];
        _local = new(original._local);
        _offered = [.. original._offered];
        _remote = new(original._remote);
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

    public IReadOnlyCollection<NamedLoop> NamedLoops => _named.Values;

    public IReadOnlyCollection<BoundService> BoundServices => _bound;

    /// <summary>What this process runs for others.</summary>
    public IReadOnlyCollection<InterfaceDescription> Offered => _offered;

    /// <summary>What runs for this process elsewhere.</summary>
    public IReadOnlyCollection<InterfaceDescription> Remote => _remote.Keys;

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

    public void UseLoop(string name, EventLoop loop)
    {
        if (_named.ContainsKey(name))
            throw new ArgumentException($"A loop named '{name}' has been added or given already. Give this one another name.",
                nameof(name));
        _named.Add(name, new(name) { Given = loop });
        Services.AddKeyedSingleton(name, loop);
    }

    public void AddLoop(string name, Action<EventLoopOptions>? configure)
    {
        if (!_named.TryGetValue(name, out var named))
        {
            _named.Add(name, named = new(name));
            Services.AddKeyedSingleton(name, (provider, _) => ContainerLoops.Of(provider).Find(name));
        }
        else if (named.Count is not null)
        {
            throw new ArgumentException($"'{name}' is a group of loops. Give the single loop another name.", nameof(name));
        }
        else if (named.Given is not null)
        {
            throw new ArgumentException($"The loop '{name}' was given with UseLoop, so that the container makes none of that name.",
                nameof(name));
        }

        named.Configure(configure);
    }

    public void AddLoopGroup(string name, int count, Action<EventLoopOptions>? configure)
    {
        if (!_named.TryGetValue(name, out var named))
        {
            _named.Add(name, named = new(name) { Count = count });
            Services.AddKeyedSingleton(name, (provider, _) => ContainerLoops.Of(provider).FindGroup(name));
        }
        else if (named.Count != count)
        {
            var what = named.Count is { } other ? $"a group of {other} loops" : "a single loop";
            throw new ArgumentException($"'{name}' is {what} already. Give this group another name.", nameof(name));
        }

        named.Configure(configure);
    }

    /// <summary>Puts proxies in the places of all marked services that have none.</summary>
    public void ProxyMarked()
    {
        CrochetConfigurationException.ThrowIfAny(Services.SelectMany(ProblemsOf));
        // Backwards: the last registration of a service is the one that is resolved, and so the one whose implementation keeps its own
        // name.
        for (var index = Services.Count - 1; index >= 0; index--)
        {
            if (IsLeftOut(Services[index]))
                Services[index] = Proxy(Services[index]);
        }

        KeepRemoteLast();
    }

    public void AddProxied(Type contract, Type type, string? loop, ServiceLifetime lifetime)
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

    public void AddProxiedFactory(Type contract, Type type, Func<IServiceProvider, object?> factory, string? loop, ServiceLifetime lifetime)
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
        _uses.Add(new(contract.Name, loop));
        Services.Add(Describe(new(contract, type, lifetime, loop, implementation), contract, key: null));
        KeepRemoteLast();
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
        var problems = type == typeof(object) ? contract.Problems : Implementation.Of(contract.Type, type).Problems;
        CrochetConfigurationException.ThrowIfAny(problems.Concat(BoundProblems.Of(contract)));
        Services.Add(DescribeBound(contract, type, loop, options, make));
        KeepRemoteLast();
    }

    /// <summary>This process is to run the interface's calls for others, by the registration that it has at the start.</summary>
    public void Offer(InterfaceDescription contract) => _offered.Add(contract);

    /// <summary>The interface is to be a proxy whose calls run elsewhere, whatever else is registered for it.</summary>
    public void AddRemote(InterfaceDescription contract, Func<IServiceProvider, object> create)
    {
        if (_remote.ContainsKey(contract))
            return;
        var descriptor = ServiceDescriptor.Singleton(contract.Type, create);
        _remote.Add(contract, descriptor);
        _proxied.Add(descriptor);
        _contracts.Add(contract);
        Services.Add(descriptor);
    }

    /// <summary>The registration that runs the interface's calls in this process; null where there is none.</summary>
    public ILocalService? FindLocal(InterfaceDescription contract) => _local.GetValueOrDefault(contract);

    /// <summary>What is wrong with loops and timeouts, and with what was registered after the last AddCrochet.</summary>
    public IEnumerable<CrochetProblem> ProblemsAtStart(CrochetOptions options, TimeoutTable timeouts) => Services
        .Where(IsLeftOut)
        .Select(descriptor =>
            (descriptor.ServiceType.ContainsGenericParameters ? ProblemCatalog.OpenGenericRegistration : ProblemCatalog.RegisteredTooLate)
            .About(CSharpName.Of(descriptor.ServiceType)))
        .Concat(LoopProblems(options))
        .Concat(_offered
            .Where(contract => !_local.ContainsKey(contract))
            .Select(static contract => ProblemCatalog.OfferedWithoutService.About(contract.Name)))
        .Concat(timeouts.ProblemsIn(_contracts));

    /// <summary>The container's defaults, the code's options, and then the configuration's.</summary>
    public EventLoopOptions OptionsOf(NamedLoop named, CrochetOptions options) =>
        Configuration.Apply(named.Name, named.OptionsFrom(options.Loop));

    private IEnumerable<CrochetProblem> LoopProblems(CrochetOptions options)
    {
        foreach (var other in Configuration.OwnNames.Skip(1))
            yield return ProblemCatalog.OwnLoopNamedTwice.About("AddCrochet", Configuration.OwnNames[0], other);
        if (ProvidesLoop && _named.ContainsKey(options.Loop.Name))
            yield return ProblemCatalog.OwnLoopNameTaken.About(_named[options.Loop.Name].Given is null ? "AddLoop" : "UseLoop",
                options.Loop.Name);
        foreach (var service in _bound)
        {
            if (service.Lifetime != ServiceLifetime.Singleton && IsGroup(service.Loop))
                yield return ProblemCatalog.GroupNeedsSingleton.About(service.Contract.Name, service.Loop!, service.Lifetime);
        }

        foreach (var use in _uses)
        {
            if (!use.IsBound && IsGroup(use.Loop))
                yield return ProblemCatalog.GroupNeedsThreadBound.About(use.Contract, use.Loop!);
            if (use.Loop is { } name && !_named.ContainsKey(name))
                yield return ProblemCatalog.UnknownLoop.About(use.Contract, name);
        }

        foreach (var section in Configuration.LoopsOtherThan(_named.Keys))
            yield return ProblemCatalog.UnknownLoop.About(section.Path, section.Key);
    }

    private bool IsTheLast(ServiceDescriptor own) => ReferenceEquals(
        own, Services.LastOrDefault(descriptor => descriptor.ServiceType == own.ServiceType && !descriptor.IsKeyedService));

    private bool IsGroup(string? loop) => loop is not null && _named.TryGetValue(loop, out var named) && named.Count is not null;

    private bool IsLeftOut(ServiceDescriptor descriptor) =>
        !_proxied.Contains(descriptor)
        && InterfaceDescription.IfMarked(descriptor.ServiceType) is not null
        && !IsDecorated(descriptor)
        && new RegisteredImplementation(descriptor) is { IsProxy: false } implementation
        && (implementation.IsType || !StandsForARemoved(descriptor));

    // A decorator, or a test's double.
    private bool StandsForARemoved(ServiceDescriptor descriptor) => _proxied.Any(proxied =>
        proxied.ServiceType == descriptor.ServiceType && Equals(proxied.ServiceKey, descriptor.ServiceKey) && !Services.Contains(proxied));

    // Scrutor keeps what it decorates under such a key: decorator and decorated run in the loop together.
    private static bool IsDecorated(ServiceDescriptor descriptor) =>
        descriptor.IsKeyedService && descriptor.ServiceKey is string key && key.EndsWith("+Decorated", StringComparison.Ordinal);

    private IEnumerable<CrochetProblem> ProblemsOf(ServiceDescriptor descriptor)
    {
        if (_proxied.Contains(descriptor) || IsDecorated(descriptor))
            return [];
        var registered = new RegisteredImplementation(descriptor);
        var type = registered.Type;
        if (InterfaceDescription.IfMarked(descriptor.ServiceType) is not { } contract)
            return type is null ? [] : ClassAttributes.ProblemsOf(type);
        if (type is null || contract.Type.ContainsGenericParameters)
            return contract.Problems;
        var problems = Implementation.Of(contract.Type, type).Problems.AsEnumerable();
        if (registered.IsInstance)
            problems = problems.Concat(ThreadBoundClasses.ProblemsOfInstance(contract, type, "AddThreadBound"));
        else if (registered.IsType && ThreadBoundClasses.IsMarked(type))
            problems = problems.Concat(BoundProblems.Of(contract));
        return problems;
    }

    private ServiceDescriptor Proxy(ServiceDescriptor descriptor)
    {
        var implementation = new RegisteredImplementation(descriptor);
        var contract = InterfaceDescription.Of(descriptor.ServiceType);
        if (implementation.IsType && ThreadBoundClasses.IsMarked(implementation.Type) && !contract.Type.ContainsGenericParameters)
        {
            var options = new ThreadBoundOptions { Lifetime = descriptor.Lifetime, ServiceKey = descriptor.ServiceKey };
            return DescribeBound(contract, implementation.Type!, loop: null, options, Construction.Of(implementation.Type!));
        }

        _uses.Add(new(contract.Name, contract.OnLoop));
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
            _local[contract] = service;
        return descriptor;
    }

    private ServiceDescriptor DescribeBound(
        InterfaceDescription contract, Type type, string? loop, ThreadBoundOptions options,
        Func<IServiceProvider, CancellationToken, ValueTask<object?>> make)
    {
        var service = new BoundService(contract, type, loop ?? contract.OnLoop, options, make);
        _bound.Add(service);
        _uses.Add(new(contract.Name, service.Loop, IsBound: true));
        _contracts.Add(contract);
        var descriptor = service.Describe();
        _proxied.Add(descriptor);
        if (options.ServiceKey is null)
            _local[contract] = service;
        return descriptor;
    }

    // The last registration of a service is the one that is resolved.
    private void KeepRemoteLast()
    {
        foreach (var descriptor in _remote.Values)
        {
            if (Services.Remove(descriptor))
                Services.Add(descriptor);
        }
    }

    private sealed record LoopUse(string Contract, string? Loop, bool IsBound = false);
}
