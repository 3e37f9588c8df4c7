using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Timers that never fire, as those of timeouts do: a million made, then all cancelled.</summary>
internal sealed class Timers() : Workload("timers")
{
    private const int Count = 1_000_000;
    private static readonly TimeSpan _delay = TimeSpan.FromHours(1);

    public override void Run(Session session)
    {
        CompareCosts(session);
        FindLongestHold(session);
    }

    private static void CompareCosts(Session session)
    {
        using var loop = new EventLoop();
        loop.Start();
        var standings = new Rounds(session.Repetitions, TimeSpan.Zero).Measure(
        [
            new Contestant("System.Threading.Timer",
                _ => CreateAndCancel(() => new Timer(_ => { }, null, _delay, Timeout.InfiniteTimeSpan), () => { })),
            new Contestant("Crochet's CallLater", _ => CreateAndCancel(() => loop.CallLater(_delay, () => { }), () => PassThrough(loop))),
        ]);
        session.Add(Table.Of($"{Count:N0} timers, created and cancelled", standings, standings[0]));
        var cost = standings[1].CostRelativeTo(standings[0]).Median;
        session.Add(Target.AtMost(0.35, "× System.Threading.Timer", $"{Count:N0} timers", cost));
    }

    private static void FindLongestHold(Session session)
    {
        var (nothing, cancelling, passing) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < session.Repetitions; i++)
        {
            var time = new ManualTime();
            using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
            loop.Start();
            nothing.Add(Hold(loop, () => CreateAndCancel(() => new Timer(_ => { }), () => { })));
            cancelling.Add(Hold(loop, () => CreateAndCancel(() => loop.CallLater(_delay, () => { }), () => { })));
            passing.Add(Hold(loop, () =>
            {
                time.Advance(2 * _delay);
                PassThrough(loop);
            }));
        }
        var (cancelled, passed) = (Spread.Of(cancelling), Spread.Of(passing));
        session.Add(new Table(
            $"{Count:N0} dead timers: longest hold of the loop, ms",
            ["while", "ms"],
            [["other threads work as hard, without its timers", Spread.Of(nothing)], ["they are made and cancelled", cancelled],
                ["their time passes", passed]]));
        session.Add(Target.AtMost(5, "ms of hold", $"{Count:N0} dead timers", Math.Max(cancelled.Median, passed.Median)));
    }

    private static double Hold(EventLoop loop, Action during) => TurnProbe.LongestHold(loop, during).TotalMilliseconds;

    private static Slice CreateAndCancel(Func<ITimer> create, Action finish)
    {
        var timers = new ITimer[Count];
        var meter = ProcessMeter.Start();
        for (var i = 0; i < Count; i++)
            timers[i] = create();
        foreach (var timer in timers)
            timer.Dispose();
        finish();
        return meter.Stop(Count);
    }

    /// <summary>Returns when the loop has done all that was posted to it before.</summary>
    private static void PassThrough(EventLoop loop) => loop.WaitFor(TimeSpan.FromMinutes(1), () => { });
}
