using Crochet.Implementations;
using Crochet.Sending;
using Crochet.Interfaces;
using Crochet.Problems;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Crochet.Registration;

/// <summary>What Crochet has done to one service collection. It is a service in it, so that it is found again.</summary>
internal sealed class Registrations
{
    private readonly HashSet<ServiceDescriptor> _proxied;
    private readonly HashSet<InterfaceDescription> _contracts;
    private readonly ServiceDescriptor _loop;

    private Registrations(IServiceCollection services)
    {
        Services = services;
        _proxied = new(ReferenceEqualityComparer.Instance);
        _contracts = [];
        _loop = ServiceDescriptor.Singleton(provider => provider.GetRequiredService<ContainerLoop>().Loop);
        services.AddOptions<CrochetOptions>()
            .Validate(
                options => options.Loop is not null,
                $"{nameof(CrochetOptions)}.{nameof(CrochetOptions.Loop)} is null; new EventLoopOptions() has the defaults.")
            .Validate(
                options => options.DrainTimeout >= TimeSpan.Zero || options.DrainTimeout == Timeout.InfiniteTimeSpan,
                $"{nameof(CrochetOptions)}.{nameof(CrochetOptions.DrainTimeout)} is negative; it must be zero or more, or Timeout.InfiniteTimeSpan.");
        services.AddSingleton(this);
        services.AddSingleton<ContainerLoop>();
        services.AddTransient<LoopStop>();
        services.TryAdd(_loop);
        // The first of the hosted services is the first to start and the last to stop.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, LoopHostedService>());
    }

    /// <summary>The same for a collection that another was copied to.</summary>
    private Registrations(IServiceCollection services, Registrations original)
    {
        Services = services;
        _proxied = new(original._proxied, ReferenceEqualityComparer.Instance);
        _contracts = [.. original._contracts];
        _loop = original._loop;
        StartsLoop = original.StartsLoop;
        services.Replace(ServiceDescriptor.Singleton(this));
    }

    public IServiceCollection Services { get; }

    /// <summary>False where the application has registered a loop of its own.</summary>
    public bool ProvidesLoop => ReferenceEquals(
        _loop, Services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(EventLoop) && !descriptor.IsKeyedService));

    /// <summary>False where the application runs the container's loop.</summary>
    public bool StartsLoop { get; set; } = true;

    public static Registrations Of(IServiceCollection services)
    {
        var known = services.FirstOrDefault(descriptor => descriptor.ServiceType == typeof(Registrations))?.ImplementationInstance as Registrations;
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

    /// <summary>Puts proxies in the places of all marked services that have none.</summary>
    public void ProxyMarked()
    {
        CrochetConfigurationException.ThrowIfAny(Services.SelectMany(ProblemsOf));
        // Backwards: the last registration of a service is the one that is resolved, and so the one whose implementation keeps its own name.
        for (var index = Services.Count - 1; index >= 0; index--)
        {
            if (IsLeftOut(Services[index]))
                Services[index] = Proxy(Services[index]);
        }
    }

    public void AddProxied(Type contract, Type type, ServiceLifetime lifetime)
    {
        var implementation = Implementation.Of(contract, type);
        CrochetConfigurationException.ThrowIfAny(implementation.Problems);
        Services.TryAdd(new ServiceDescriptor(type, type, lifetime));
        Services.Add(Describe(new(implementation.Contract, type, lifetime, (provider, _) => provider.GetService(type)), implementation.Contract, key: null));
    }

    /// <summary>What is wrong with what was registered after the last AddCrochet, and with the configured timeouts.</summary>
    public IEnumerable<CrochetProblem> ProblemsAtStart(TimeoutTable timeouts) => Services
        .Where(IsLeftOut)
        .Select(descriptor => (descriptor.ServiceType.ContainsGenericParameters ? ProblemCatalog.OpenGenericRegistration : ProblemCatalog.RegisteredTooLate)
            .About(CSharpName.Of(descriptor.ServiceType)))
        .Concat(timeouts.ProblemsIn(_contracts));

    private bool IsLeftOut(ServiceDescriptor descriptor) =>
        !_proxied.Contains(descriptor)
        && InterfaceDescription.IfMarked(descriptor.ServiceType) is not null
        && !new RegisteredImplementation(descriptor).IsProxy;

    private IEnumerable<CrochetProblem> ProblemsOf(ServiceDescriptor descriptor)
    {
        if (_proxied.Contains(descriptor))
            return [];
        var type = new RegisteredImplementation(descriptor).Type;
        if (InterfaceDescription.IfMarked(descriptor.ServiceType) is not { } contract)
            return type is null ? [] : ClassAttributes.ProblemsOf(type);
        return type is null || contract.Type.ContainsGenericParameters ? contract.Problems : Implementation.Of(contract.Type, type).Problems;
    }

    private ServiceDescriptor Proxy(ServiceDescriptor descriptor)
    {
        var implementation = new RegisteredImplementation(descriptor);
        var contract = InterfaceDescription.Of(descriptor.ServiceType);
        var service = new ProxiedService(contract, implementation.Type, descriptor.Lifetime, implementation.Move(Services));
        return Describe(service, contract, descriptor.ServiceKey);
    }

    private ServiceDescriptor Describe(ProxiedService service, InterfaceDescription contract, object? key)
    {
        var descriptor = service.Describe(key);
        _proxied.Add(descriptor);
        _contracts.Add(contract);
        return descriptor;
    }
}
