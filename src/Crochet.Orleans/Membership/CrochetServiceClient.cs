using System.Collections.Concurrent;
using Crochet.Wire;
using Orleans.Runtime.Services;

namespace Crochet.Membership;

/// <summary>Reaches the service of a process by its address.</summary>
internal sealed class CrochetServiceClient(IServiceProvider services) : GrainServiceClient<ICrochetService>(services)
{
    private readonly ConcurrentDictionary<SiloAddress, ICrochetService> _known = new();

    public ICrochetService At(SiloAddress process) =>
        _known.TryGetValue(process, out var known) ? known : _known.GetOrAdd(process, GetGrainService(process));

    /// <summary>The process has left for good: an address is never used again.</summary>
    public void Forget(SiloAddress process) => _known.TryRemove(process, out _);
}
