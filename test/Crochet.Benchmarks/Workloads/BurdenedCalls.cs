using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Blocking round trips while foreign threads take all the processor time that they can get.</summary>
internal sealed class BurdenedCalls() : Workload("burners")
{
    private const int Burners = 2;

    public override void Run(Session session)
    {
        using var peers = PeerGroup.OneThread(new Adder());
        using var burners = new CpuBurners(Burners);
        var fields = new List<Field>();
        foreach (var callers in BlockingCalls.CallerCounts)
        {
            var field = new Field(session.Rounds.Measure([.. peers.Select(peer => Callers.Blocking(peer, callers))]));
            fields.Add(field);

            var work = $"blocking, {(callers == 1 ? "1 caller" : $"{callers} callers")}, {Burners} burners";
            session.Add(Table.Of(work, field, field.Slowest));
            session.Add(
                Target.AtMost(0.2, $"× slowest peer ({field.Slowest.Name})", work, field.Crochet.CostRelativeTo(field.Slowest).Median));
            session.Add(Target.AtMost(1, "ms a call", work, field.Crochet.Cost.Median / 1e6));
        }
        session.Add(Plot.Of(
            Name, $"Blocking call beside {Burners} burners", "callers", [.. BlockingCalls.CallerCounts.Select(count => $"{count}")],
            fields));
    }
}
