using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>What it costs that an object is the loop's own, or one of several that a key chooses; and what several loops carry.</summary>
internal sealed class ThreadBoundCalls() : Workload("thread-bound")
{
    private const int Loops = 4;
    private const int Crowd = 16;
    private static readonly TimeSpan _turn = TimeSpan.FromMicroseconds(100);

    public override void Run(Session session)
    {
        MeasureCost(session);
        MeasureGroup(session);
    }

    private static void MeasureCost(Session session)
    {
        const string work = "thread-bound, 1 caller";
        using var plain = KeyedPeer.Plain();
        using var bound = KeyedPeer.Bound();
        using var group = KeyedPeer.OfGroup(Loops);
        var standings = session.Rounds.Measure(
            [Callers.Blocking(plain, 1), Callers.Blocking(bound, 1), Callers.Blocking(group, 1)]);
        session.Add(Table.Of(work, standings, standings[0]));
        session.Add(Target.AtMost(1.03, $"× {plain.Name} ({bound.Name})", work, standings[1].CostRelativeTo(standings[0]).Median));
        session.Add(Target.AtMost(1.1, $"× {plain.Name} ({group.Name})", work, standings[2].CostRelativeTo(standings[0]).Median));
    }

    private static void MeasureGroup(Session session)
    {
        var work = $"thread-bound, {Crowd} callers, {_turn.TotalMicroseconds} us of work";
        using var one = KeyedPeer.OfGroup(1, _turn);
        using var group = KeyedPeer.OfGroup(Loops, _turn);
        var standings = session.Rounds.Measure([Callers.Blocking(one, Crowd), Callers.Blocking(group, Crowd)]);
        session.Add(Table.Of(work, standings, standings[0]));
        session.Add(Target.AtLeast(
            1.8, $"× the calls of {one.Name} ({group.Name})", work, standings[0].CostRelativeTo(standings[1]).Median));
    }
}
