using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Testing.Reporting;
using Crochet.Testing.Time;

namespace Crochet.Testing.Driving;

/// <summary>Moves time from one point that somebody waits for to the next.</summary>
internal sealed class TimeSteps(TestTime time, EventLoop loop, DrivenLoop driven, Callers callers, StepLog steps)
{
    /// <summary>How far the next point is, in ticks; null where nobody waits for any.</summary>
    public long? FindNext()
    {
        var now = time.GetTimestamp();
        var next = time.NextDue is var due and not TestTime.Never ? due - now : TestTime.Never;
        if (driven.NextDue is var loopDue and not TestTime.Never)
            next = Math.Min(next, loopDue - loop.Clock.Now);
        if (callers.NextDeadline is var deadline and not long.MaxValue)
            next = Math.Min(next, deadline - now);
        return next > time.Left.Ticks ? null : Math.Max(0, next);
    }

    public void Move(long ticks)
    {
        var by = TimeSpan.FromTicks(ticks);
        steps.Add("time", $"+{Duration.Text(by)}");
        time.Advance(by);
    }
}
