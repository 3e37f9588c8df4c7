using System.Collections;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Who is compared with whom: Crochet, and the peers that do the same (neither the floor nor another language).</summary>
internal sealed class Field(IReadOnlyList<Standing> standings) : IEnumerable<Standing>
{
    private readonly Standing[] _peers =
    [
        .. standings.Where(
            standing => standing.Name is not (PeerNames.Crochet or PeerNames.Compiled or PeerNames.Direct or PeerNames.Python)),
    ];

    public Standing Crochet => this[PeerNames.Crochet];
    public Standing Compiled => this[PeerNames.Compiled];

    // Round by round too, since a median of costs may come from another phase of the machine than its neighbour's.
    public Standing Best => _peers.MinBy(standing => standing.CostRelativeTo(_peers[0]).Median)!;
    public Standing Quickest => _peers.MinBy(standing => standing.P99RelativeTo(_peers[0]).Median)!;
    public Standing Slowest => _peers.MaxBy(standing => standing.CostRelativeTo(_peers[0]).Median)!;

    public Standing this[string name] => standings.Single(standing => standing.Name == name);

    public IEnumerator<Standing> GetEnumerator() => standings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
