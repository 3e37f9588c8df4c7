using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Blocking round trips, from one caller to a crowd.</summary>
internal sealed class BlockingCalls() : Workload("blocking")
{
    public static IReadOnlyList<int> CallerCounts { get; } = [1, 4, 16, 64];

    public override void Run(Session session)
    {
        using var peers = PeerGroup.OneThread(new Adder());
        using var python = PythonPeer.TryStart();
        if (python is null)
            session.Note($"{PeerNames.Python} is left out: no Python here can import crochet.");

        var fields = new List<Field>();
        foreach (var callers in CallerCounts)
        {
            var contestants = peers.Select(peer => Callers.Blocking(peer, callers)).ToList();
            if (python is not null)
                contestants.Add(new Contestant(PeerNames.Python, duration => python.Run(callers, duration)));

            var field = new Field(session.Rounds.Measure(contestants));
            fields.Add(field);
            Report(session, callers, field);
        }
        session.Add(Plot.Of(Name, "Blocking call", "callers", [.. CallerCounts.Select(count => $"{count}")], fields));
    }

    private static void Report(Session session, int callers, Field field)
    {
        var work = $"blocking, {(callers == 1 ? "1 caller" : $"{callers} callers")}";
        session.Add(Table.Of(work, field, field.Best));
        session.Add(Target.AtMost(
            callers == 1 ? 0.95 : 0.7, $"× best peer ({field.Best.Name})", work, field.Crochet.CostRelativeTo(field.Best).Median));
        if (callers == 1)
        {
            var collection = field[PeerNames.BlockingCollection];
            session.Add(Target.AtMost(
                0.5, $"× {collection.Name}", $"{work}, compiled", field.Compiled.CostRelativeTo(collection).Median));
        }

        if (callers == 16)
        {
            session.Add(Target.AtMost(0.3, "× Rx's p99", work, field.Crochet.P99 / field[PeerNames.Rx].P99 ?? double.NaN));
            session.Add(Target.AtMost(1, "ms at the 99th percentile", work, field.Crochet.P99 / 1e6 ?? double.NaN));
        }

        if (callers > 1)
            session.Add(Target.AtLeast(0.5, "slowest caller's calls / fastest's", work, field.Crochet.Fairness ?? 0));
    }
}
