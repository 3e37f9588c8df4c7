using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>Which registrations of a service collection are proxies of Crochet's, and which marked ones are left out.</summary>
internal sealed class ProxiedServices
{
    private readonly IServiceCollection _services;
    private readonly HashSet<ServiceDescriptor> _proxied;

    public ProxiedServices(IServiceCollection services)
    {
        _services = services;
        _proxied = new(ReferenceEqualityComparer.Instance);
    }

    /// <summary>The same for a collection that another was copied to.</summary>
    public ProxiedServices(IServiceCollection services, ProxiedServices original)
    {
        _services = services;
        _proxied = new(original._proxied, ReferenceEqualityComparer.Instance);
    }

    public void Add(ServiceDescriptor descriptor) => _proxied.Add(descriptor);

    /// <summary>It is marked, and nothing has made a proxy of it.</summary>
    public bool IsLeftOut(ServiceDescriptor descriptor) =>
        !_proxied.Contains(descriptor)
        && InterfaceDescription.IfMarked(descriptor.ServiceType) is not null
        && !IsDecorated(descriptor)
        && new RegisteredImplementation(descriptor) is { IsProxy: false } implementation
        && (implementation.IsType || !StandsForARemoved(descriptor));

    /// <summary>What is wrong with a registration that AddCrochet finds, be its service an interface with marks or a class.</summary>
    public IEnumerable<CrochetProblem> ProblemsOf(ServiceDescriptor descriptor)
    {
        if (_proxied.Contains(descriptor) || IsDecorated(descriptor))
            return [];
        var registered = new RegisteredImplementation(descriptor);
        var type = registered.Type;
        if (InterfaceDescription.IfMarked(descriptor.ServiceType) is not { } contract)
            return type is not null && RunTimeProxies.AreEnabled ? ClassAttributes.ProblemsOf(type) : [];
        if (type is null || contract.Type.ContainsGenericParameters)
        {
            // Which class it will be is not known; that nothing can stand for it is.
            return RunTimeProxies.AreEnabled || CompiledContract.Of(contract.Type) is not null
                ? contract.Problems : contract.Problems.Append(RunTimeProxies.Missing(contract));
        }

        var problems = Implementation.Of(contract, type).Problems.AsEnumerable();
        if (registered.IsInstance)
            problems = problems.Concat(ThreadBoundClasses.ProblemsOfInstance(contract, type, "AddThreadBound"));
        else if (registered.IsType && ThreadBoundClasses.IsMarked(type))
            problems = problems.Concat(BoundProblems.Of(contract));
        return problems;
    }

    // A decorator, or a test's double.
    private bool StandsForARemoved(ServiceDescriptor descriptor) => _proxied.Any(proxied =>
        proxied.ServiceType == descriptor.ServiceType && Equals(proxied.ServiceKey, descriptor.ServiceKey)
        && !_services.Contains(proxied));

    // Scrutor keeps what it decorates under such a key: decorator and decorated run in the loop together.
    private static bool IsDecorated(ServiceDescriptor descriptor) =>
        descriptor.IsKeyedService && descriptor.ServiceKey is string key && key.EndsWith("+Decorated", StringComparison.Ordinal);
}
