using Crochet.Interfaces;
using Crochet.Membership;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What the calls of this process to others have in common.</summary>
internal sealed class Cluster(CrochetServiceClient services, ClusterView view)
{
    private ulong _last;

    public SiloAddress Own => view.Own;

    public ICrochetService At(SiloAddress worker) => services.At(worker);

    /// <summary>A number that no other call of this process has.</summary>
    public ulong NextCall() => Interlocked.Increment(ref _last);

    public Workers WorkersOf(InterfaceDescription contract) => new(view, WireName.Of(contract));

    /// <summary>How a process is named to people.</summary>
    public static string NameOf(SiloAddress worker) => worker.ToString();
}
