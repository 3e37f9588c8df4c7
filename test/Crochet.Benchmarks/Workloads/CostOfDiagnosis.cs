using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>The same calls with nobody listening, which is what every other workload measures, and with listeners to all metrics and traces.</summary>
internal sealed class CostOfDiagnosis() : Workload("diagnosis")
{
    public override void Run(Session session)
    {
        using var peer = new CrochetPeer(new Adder());
        Compare(session, "diagnosis, blocking, 1 caller", Callers.Blocking(peer, 1), Callers.Blocking(peer, 1));
        Compare(session, "diagnosis, posts, 1 producer", Callers.Posting(peer, 1, PostedCalls.Window), Callers.Posting(peer, 1, PostedCalls.Window));
    }

    private static void Compare(Session session, string work, Contestant unheard, Contestant heard)
    {
        var standings = session.Rounds.Measure(
        [
            unheard with { Name = "no listener" },
            heard with { Name = "metrics and traces", Run = duration => Listeners.During(() => heard.Run(duration)) },
        ]);
        session.Add(Table.Of(work, standings, standings[0]));
    }
}
