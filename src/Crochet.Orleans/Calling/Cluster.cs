using System.Collections.Concurrent;
using Crochet.Interfaces;
using Crochet.Membership;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What the calls of this process to others have in common.</summary>
internal sealed class Cluster
{
    private readonly CrochetServiceClient _services;
    private readonly ClusterView _view;
    private readonly ConcurrentDictionary<SiloAddress, WorkerLink> _links = new();
    private ulong _last;

    public Cluster(CrochetServiceClient services, ClusterView view)
    {
        _services = services;
        _view = view;
        view.Left += worker => _links.TryRemove(worker, out _);
    }

    public SiloAddress Own => _view.Own;

    public ICrochetService At(SiloAddress worker) => _services.At(worker);

    /// <summary>The way of this process's calls to one worker.</summary>
    public WorkerLink LinkTo(SiloAddress worker) =>
        _links.TryGetValue(worker, out var link) ? link : _links.GetOrAdd(worker, new WorkerLink(Own, At(worker)));


    /// <summary>A number that no other call of this process has.</summary>
    public ulong NextCall() => Interlocked.Increment(ref _last);

    public Workers WorkersOf(InterfaceDescription contract) => new(_view, WireName.Of(contract));

    /// <summary>How a process is named to people.</summary>
    public static string NameOf(SiloAddress worker) => worker.ToString();
}
