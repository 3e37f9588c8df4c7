using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>An implementation that awaits a yield before it adds, started with a window outstanding, and blocked on one by one.</summary>
internal sealed class YieldingCalls() : Workload("async")
{
    public override void Run(Session session)
    {
        using var peers = new PeerGroup(new TaskPerCallPeer(new Adder()), new YieldingCrochetPeer(new Adder()));

        var posted = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Posting(peer, 1, PostedCalls.Window))]));
        session.Add(Table.Of($"async implementation, posts, {PostedCalls.Window:N0} outstanding", posted, posted[PeerNames.TaskPerCall]));
        session.Add(Target.AtLeast(
            3, $"× {PeerNames.TaskPerCall}", "async implementation", posted[PeerNames.TaskPerCall].CostRelativeTo(posted.Crochet).Median));

        var blocking = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Blocking(peer, 1))]));
        session.Add(Table.Of("async implementation, blocking, 1 caller", blocking, blocking[PeerNames.TaskPerCall]));
    }
}
