using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Calls that are started without waiting, up to a window of them outstanding.</summary>
internal sealed class PostedCalls() : Workload("posts")
{
    public const int Window = 1000;

    private static readonly int[] _producerCounts = [1, 4];

    public override void Run(Session session)
    {
        var fields = new List<Field>();
        foreach (var producers in _producerCounts)
        {
            using var peers = PeerGroup.OneThread(new Adder());
            var field = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Posting(peer, producers, Window))]));
            fields.Add(field);
            Report(session, $"posts, {(producers == 1 ? "1 producer" : $"{producers} producers")}", field);
        }

        session.Add(Plot.Of(
            Name, $"Post, {Window:N0} outstanding", "producers", [.. _producerCounts.Select(count => $"{count}")], fields));
    }

    private static void Report(Session session, string work, Field field)
    {
        var (rx, channel) = (field[PeerNames.Rx], field[PeerNames.Channel]);
        session.Add(Table.Of($"{work}, {Window:N0} outstanding", field, rx));
        session.Add(Target.AtLeast(2, "× Rx's posts", work, rx.CostRelativeTo(field.Crochet).Median));
        session.Add(Target.AtLeast(4, "× Rx's posts", $"{work}, compiled", rx.CostRelativeTo(field.Compiled).Median));
        session.Add(Target.AtLeast(0.9, "× a Channel's posts", $"{work}, compiled", channel.CostRelativeTo(field.Compiled).Median));
    }
}
