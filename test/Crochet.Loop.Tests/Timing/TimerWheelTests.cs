using Crochet.Timing;

namespace Crochet.Tests.Timing;

[TestClass]
public sealed class TimerWheelTests
{
    private const int Rounds = 300;

    [TestMethod]
    public void TakeDue_RandomSettings_GivesThemOutAsASortedListWould()
    {
        for (var seed = 0; seed < Rounds; seed++)
            CompareWithModel(seed);
    }

    [TestMethod]
    public void TakeDue_SameTime_GivesThemOutInTheOrderOfSetting()
    {
        var wheel = new TimerWheel();
        var entries = Enumerable.Range(0, 100).Select(_ => new Entry()).ToList();
        foreach (var entry in entries)
            wheel.Set(entry, 5_000_000);

        var taken = TakeAll(wheel, 5_000_000);

        CollectionAssert.AreEqual(entries, taken);
    }

    [TestMethod]
    public void TakeDue_WithAPeriod_ComesAgainOnItsGridWithoutWhatWasMissed()
    {
        var wheel = new TimerWheel();
        var entry = new Entry();
        wheel.TrySet(entry, 1_000, 300, out _);

        CollectionAssert.AreEqual(new[] { entry }, TakeAll(wheel, 1_750));
        Assert.IsNull(wheel.TakeDue(1_899));
        Assert.AreSame(entry, wheel.TakeDue(1_900));
        Assert.AreEqual(1, wheel.Count);
    }

    [TestMethod]
    public void TrySet_Never_StopsAPeriodAtOnce()
    {
        var wheel = new TimerWheel();
        var entry = new Entry();
        wheel.TrySet(entry, 1_000, 300, out _);
        wheel.TakeDue(1_000);

        Assert.IsTrue(wheel.TrySet(entry, TimerWheel.Never, 0, out _));

        Assert.AreEqual(0, wheel.Count);
        Assert.IsEmpty(TakeAll(wheel, 1_000_000));
    }

    [TestMethod]
    public void Close_SetEntry_IsNeverSetAgain()
    {
        var wheel = new TimerWheel();
        var entry = new Entry();
        wheel.Set(entry, 1_000);

        wheel.Close(entry);

        Assert.IsFalse(wheel.TrySet(entry, 1_000, 0, out _));
        Assert.IsEmpty(TakeAll(wheel, 1_000_000));
    }

    [TestMethod]
    public void End_EntriesNearAndFar_GivesEachWithItsTimeAndTakesNoMore()
    {
        var wheel = new TimerWheel();
        var times = new[] { 1L, 5_000, 1_000_000, 600_000_000_000, 1L << 60 };
        foreach (var due in times)
            wheel.Set(new Entry(), due);
        var cleared = new Entry();
        wheel.Set(cleared, 2);
        wheel.Clear(cleared);

        var left = wheel.End();

        CollectionAssert.AreEquivalent(times, left.Select(entry => entry.Due).ToArray());
        Assert.AreEqual(0, wheel.Count);
        Assert.AreEqual(TimerWheel.Never, wheel.NextDue);
        Assert.IsFalse(wheel.TrySet(new Entry(), 1, 0, out _));
        Assert.IsEmpty(wheel.End());
    }

    [TestMethod]
    public void TakeDue_OneTickBefore_GivesNothing()
    {
        var wheel = new TimerWheel();
        wheel.Set(new Entry(), 1_234_567);

        Assert.IsEmpty(TakeAll(wheel, 1_234_566));
        Assert.HasCount(1, TakeAll(wheel, 1_234_567));
    }

    [TestMethod]
    public void NextDue_AfterALookAtTheTime_IsNeverAfterTheFirstEntry()
    {
        var wheel = new TimerWheel();
        var day = TimeSpan.FromDays(1).Ticks;
        wheel.Set(new Entry(), 40 * day);

        for (var now = 0L; now < 40 * day; now = wheel.NextDue > now ? wheel.NextDue : now + 1)
        {
            Assert.IsEmpty(TakeAll(wheel, now));
            Assert.IsLessThanOrEqualTo(40 * day, wheel.NextDue);
        }

        Assert.HasCount(1, TakeAll(wheel, 40 * day));
        Assert.AreEqual(0, wheel.Count);
    }

    [TestMethod]
    public void Set_FartherThanTheWheelReaches_StillComes()
    {
        var wheel = new TimerWheel();
        wheel.Set(new Entry(), TimerWheel.Never - 1);

        Assert.IsEmpty(TakeAll(wheel, TimeSpan.FromDays(400_000).Ticks));
        Assert.AreEqual(1, wheel.Count);
    }

    private static void CompareWithModel(int seed)
    {
        var random = new Random(seed);
        var wheel = new TimerWheel();
        var model = new Dictionary<Entry, (long Due, long Order)>();
        var entries = Enumerable.Range(0, 60).Select(_ => new Entry()).ToList();
        var now = 0L;
        var order = 0L;
        for (var step = 0; step < 400; step++)
        {
            var entry = entries[random.Next(entries.Count)];
            switch (random.Next(10))
            {
                case < 5:
                    var due = now + random.NextInt64(1L << random.Next(1, 45)) - 10;
                    wheel.Set(entry, due);
                    model[entry] = (due, ++order);
                    break;
                case < 7:
                    Assert.AreEqual(model.Remove(entry), wheel.Clear(entry), $"seed {seed}, step {step}");
                    break;
                default:
                    now += random.NextInt64(1L << random.Next(1, 42));
                    var expected = model.Where(pair => pair.Value.Due <= now).OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
                    expected.ForEach(taken => model.Remove(taken));
                    CollectionAssert.AreEqual(expected, TakeAll(wheel, now), $"seed {seed}, step {step}");
                    break;
            }

            Assert.AreEqual(model.Count, wheel.Count, $"seed {seed}, step {step}");
            Assert.IsTrue(model.Count == 0 || wheel.NextDue <= model.Values.Min(value => value.Due), $"seed {seed}, step {step}");
        }
    }

    private static List<Entry> TakeAll(TimerWheel wheel, long now)
    {
        var taken = new List<Entry>();
        while (wheel.NextDue <= now)
        {
            if (wheel.TakeDue(now) is Entry entry)
                taken.Add(entry);
        }

        return taken;
    }

    private sealed class Entry : TimerEntry
    {
        public override string GetName() => "entry";

        public override void Execute(EventLoop loop)
        {
        }
    }
}
