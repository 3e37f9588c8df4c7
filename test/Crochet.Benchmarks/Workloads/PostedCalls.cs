using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Calls that are started without waiting, up to a window of them outstanding.</summary>
internal sealed class PostedCalls() : Workload("posts")
{
    public const int Window = 1000;

    public override void Run(Session session)
    {
        foreach (var producers in new[] { 1, 4 })
        {
            using var peers = PeerGroup.OneThread(new Adder());
            var field = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Posting(peer, producers, Window))]));
            var work = $"posts, {(producers == 1 ? "1 producer" : $"{producers} producers")}";
            session.Add(Table.Of($"{work}, {Window:N0} outstanding", field, field[PeerNames.Rx]));
            session.Add(Target.AtLeast(2, "× Rx's posts", work, field[PeerNames.Rx].CostRelativeTo(field.Crochet).Median));
        }
    }
}
