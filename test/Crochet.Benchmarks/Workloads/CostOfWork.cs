using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>How little the hand-over matters once the implementation has something to do.</summary>
internal sealed class CostOfWork() : Workload("work")
{
    private static readonly int[] _microseconds = [0, 1, 10, 100];

    public override void Run(Session session)
    {
        var fields = new List<Field>();
        foreach (var work in _microseconds)
        {
            using var peers = PeerGroup.OneThread(new Adder(TimeSpan.FromMicroseconds(work)));
            var field = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Blocking(peer, 1))]));
            fields.Add(field);
            session.Add(Table.Of($"blocking, 1 caller, {work} us of work", field, field[PeerNames.Direct]));
        }
        session.Add(Plot.Of(Name, "Blocking call, 1 caller", "us of work in the implementation",
            [.. _microseconds.Select(work => $"{work}")], fields));
        MeasureCrowd(session);
    }

    // Where the turns are long, a loop that serves one caller for long makes the others wait.
    private static void MeasureCrowd(Session session)
    {
        const string work = "blocking, 16 callers, 100 us of work";
        using var peers = PeerGroup.OneThread(new Adder(TimeSpan.FromMicroseconds(100)));
        var field = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Blocking(peer, 16))]));
        session.Add(Table.Of(work, field, field.Best));
        foreach (var (own, how) in new[] { (field.Crochet, work), (field.Compiled, $"{work}, compiled") })
            session.Add(Target.AtMost(1.3, $"× best peer's p99 ({field.Quickest.Name})", how, own.P99RelativeTo(field.Quickest).Median));
    }
}
