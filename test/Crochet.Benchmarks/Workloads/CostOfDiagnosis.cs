using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>
/// The same calls with the library's diagnosis turned off, with it, which is what every other workload measures, and with listeners to all
/// metrics and traces.
/// </summary>
internal sealed class CostOfDiagnosis() : Workload("diagnosis")
{
    public override void Run(Session session)
    {
        using var without = ChildProcess.Start(ChildProcess.Calls, bool.FalseString);
        using var with = ChildProcess.Start(ChildProcess.Calls, bool.TrueString);
        Compare(CallServer.Blocking, "diagnosis, blocking, 1 caller", limit: 1.05);
        Compare(CallServer.Posting, "diagnosis, posts, 1 producer", limit: 1.15);

        void Compare(string kind, string work, double limit)
        {
            // Small differences need many rounds; each may be short.
            var rounds = new Rounds(15 * session.Rounds.Count, session.Rounds.Slice / 5);
            var standings = rounds.Measure(
            [
                CallServer.Contestant("without diagnosis", without, kind),
                CallServer.Contestant("with diagnosis", with, kind),
                CallServer.Contestant("and listeners to all", with, CallServer.Heard + kind),
            ]);
            session.Add(Table.Of(work, standings, standings[0]));
            session.Add(Target.AtMost(limit, "× without diagnosis", work, standings[1].CostRelativeTo(standings[0]).Median));
        }
    }
}
