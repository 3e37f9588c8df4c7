using Crochet.Interfaces;
using Crochet.Problems;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>What a process runs for others, and what others run for it.</summary>
internal sealed class ClusterServices
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<InterfaceDescription, ILocalService> _local;
    private readonly HashSet<InterfaceDescription> _offered;
    private readonly Dictionary<InterfaceDescription, ServiceDescriptor> _remote;

    public ClusterServices(IServiceCollection services)
    {
        _services = services;
        _local = [];
        _offered = [];
        _remote = [];
    }

    /// <summary>The same for a collection that another was copied to.</summary>
    public ClusterServices(IServiceCollection services, ClusterServices original)
    {
        _services = services;
        _local = new(original._local);
        _offered = [.. original._offered];
        _remote = new(original._remote);
    }

    public IReadOnlyCollection<InterfaceDescription> Offered => _offered;

    /// <summary>What runs for this process elsewhere.</summary>
    public IReadOnlyCollection<InterfaceDescription> Remote => _remote.Keys;

    /// <summary>What is offered, and nothing here runs.</summary>
    public IEnumerable<CrochetProblem> Problems => _offered
        .Where(contract => !_local.ContainsKey(contract))
        .Select(static contract => ProblemCatalog.OfferedWithoutService.About(contract.Name));

    public void Offer(InterfaceDescription contract) => _offered.Add(contract);

    /// <summary>The interface's calls run in this process, by its latest registration.</summary>
    public void SetLocal(InterfaceDescription contract, ILocalService service) => _local[contract] = service;

    public ILocalService? FindLocal(InterfaceDescription contract) => _local.GetValueOrDefault(contract);

    /// <summary>Registers a proxy whose calls run elsewhere; null where the interface has one.</summary>
    public ServiceDescriptor? AddRemote(InterfaceDescription contract, Func<IServiceProvider, object> create)
    {
        if (_remote.ContainsKey(contract))
            return null;
        var descriptor = ServiceDescriptor.Singleton(contract.Type, create);
        _remote.Add(contract, descriptor);
        _services.Add(descriptor);
        return descriptor;
    }

    /// <summary>After every other registration: the last one of a service is the one that is resolved.</summary>
    public void KeepRemoteLast()
    {
        foreach (var descriptor in _remote.Values)
        {
            if (_services.Remove(descriptor))
                _services.Add(descriptor);
        }
    }
}
