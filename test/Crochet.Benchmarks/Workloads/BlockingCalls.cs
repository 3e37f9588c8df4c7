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
        foreach (var (own, how) in new[] { (field.Crochet, work), (field.Compiled, $"{work}, compiled") })
            Judge(session, callers, field, own, how);
    }

    private static void Judge(Session session, int callers, Field field, Standing own, string work)
    {
        var isCompiled = ReferenceEquals(own, field.Compiled);
        var (peer, limit) = callers > 1 ? (field.Best, 0.7) : isCompiled ? (field[PeerNames.BlockingCollection], 0.5) : (field.Best, 0.95);
        session.Add(Target.AtMost(limit, $"× {(ReferenceEquals(peer, field.Best) ? $"best peer ({peer.Name})" : peer.Name)}", work,
            own.CostRelativeTo(peer).Median));
        if (callers == 16)
        {
            session.Add(Target.AtMost(0.3, "× Rx's p99", work, own.P99RelativeTo(field[PeerNames.Rx]).Median));
            session.Add(Target.AtMost(1, "ms at the 99th percentile", work, own.P99 / 1e6 ?? double.NaN));
        }

        if (callers > 1)
            session.Add(Target.AtLeast(0.5, "slowest caller's calls / fastest's", work, own.Fairness ?? 0));
    }
}
