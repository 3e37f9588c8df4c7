using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>An implementation that awaits a yield before it adds, started with a window outstanding, and blocked on one by one.</summary>
internal sealed class YieldingCalls() : Workload("async")
{
    public override void Run(Session session)
    {
        var adder = new Adder();
        using var peers = new PeerGroup(
            new TaskPerCallPeer(adder), new YieldingAsyncContextPeer(adder), new YieldingCrochetPeer(adder),
            new YieldingCompiledPeer(adder));

        var posted = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Posting(peer, 1, PostedCalls.Window))]));
        session.Add(Table.Of($"async implementation, posts, {PostedCalls.Window:N0} outstanding", posted, posted.Best));
        Compare(session, "async implementation, posts", posted);

        var blocking = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Blocking(peer, 1))]));
        session.Add(Table.Of("async implementation, blocking, 1 caller", blocking, blocking.Best));
        Compare(session, "async implementation, blocking", blocking);
    }

    private static void Compare(Session session, string work, Field field)
    {
        foreach (var (name, ours) in new[] { (work, field.Crochet), ($"{work}, compiled", field.Compiled) })
            session.Add(Target.AtMost(0.65, $"× best peer ({field.Best.Name})", name, ours.CostRelativeTo(field.Best).Median));
    }
}
