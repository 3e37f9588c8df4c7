using Crochet.Timing;

namespace Crochet.Tests.Timing;

/// <summary>A loop's timers and deadlines, without a loop.</summary>
[TestClass]
public sealed class LoopTimersTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly LoopClock _clock;
    private readonly LoopTimers _timers;
    private int _sooner;

    public LoopTimersTests()
    {
        _clock = new LoopClock(_time);
        _timers = new LoopTimers(_clock, () => _sooner++);
    }

    [TestMethod]
    public void Set_DueBeforeEverythingElse_SaysSo()
    {
        _timers.TrySet(new Entry(), 2 * _second, Timeout.InfiniteTimeSpan);
        _timers.TrySet(new Entry(), 3 * _second, Timeout.InfiniteTimeSpan);
        _timers.SetDeadline(new Deadline(), _second);

        Assert.AreEqual(2, _sooner);
        Assert.AreEqual(3, _timers.Count);
        Assert.AreEqual(2 * TimeSpan.TicksPerSecond, _timers.NextTimer, TimeSpan.TicksPerMillisecond);
        Assert.AreEqual(_timers.NextDeadline, _timers.NextDue);
    }

    [TestMethod]
    public void IsAnyDue_TimeMoves_IsTrueFromTheMomentOn()
    {
        _timers.TrySet(new Entry(), _second, Timeout.InfiniteTimeSpan);
        Assert.IsFalse(_timers.IsAnyDue);

        _time.Advance(_second);

        Assert.IsTrue(_timers.IsAnyDue);
    }

    [TestMethod]
    public void Set_Infinite_ClearsIt()
    {
        var entry = new Entry();
        _timers.TrySet(entry, _second, Timeout.InfiniteTimeSpan);

        _timers.TrySet(entry, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Assert.AreEqual(0, _timers.Count);
        _time.Advance(2 * _second);
        Assert.IsNull(_timers.TakeDue(_clock.Now));
    }

    [TestMethod]
    public void TakeDue_Twice_GivesATimerOnce()
    {
        var entry = new Entry();
        _timers.TrySet(entry, _second, Timeout.InfiniteTimeSpan);
        _time.Advance(_second);

        Assert.AreSame(entry, _timers.TakeDue(_clock.Now));
        Assert.IsNull(_timers.TakeDue(_clock.Now));
    }

    [TestMethod]
    public void ExpireDeadlines_SomeDue_EndsThoseAlone()
    {
        using var loop = new EventLoop();
        var due = new Deadline();
        var cleared = new Deadline();
        var later = new Deadline();
        _timers.SetDeadline(due, _second);
        _timers.SetDeadline(cleared, _second);
        _timers.SetDeadline(later, 3 * _second);
        _timers.ClearDeadline(cleared);

        _time.Advance(2 * _second);
        _timers.ExpireDeadlines(loop, _clock.Now);

        Assert.IsTrue(due.HasExpired);
        Assert.IsFalse(cleared.HasExpired);
        Assert.IsFalse(later.HasExpired);
    }

    private sealed class Deadline : LoopDeadline
    {
        public bool HasExpired { get; private set; }

        public override void Expire(EventLoop loop) => HasExpired = true;
    }

    private sealed class Entry : TimerEntry
    {
        public override string GetName() => "";

        public override void Execute(EventLoop loop)
        {
        }
    }
}
