namespace Crochet.Tests;

[TestClass]
public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Advance_MovesBothClocks()
    {
        var time = new ManualTimeProvider();
        var (utc, timestamp) = (time.GetUtcNow(), time.GetTimestamp());

        time.Advance(Second);

        Assert.AreEqual(Second, time.GetUtcNow() - utc);
        Assert.AreEqual(Second, time.GetElapsedTime(timestamp));
    }

    [TestMethod]
    public void Advance_FiresWhatIsDueInOrderAndAtItsOwnTime()
    {
        var time = new ManualTimeProvider();
        var start = time.GetUtcNow();
        var fired = new List<(int, TimeSpan)>();
        int[] delays = [3, 1, 2];
        foreach (var delay in delays)
            time.CreateTimer(_ => fired.Add((delay, time.GetUtcNow() - start)), null, delay * Second, Timeout.InfiniteTimeSpan);

        time.Advance(2.5 * Second);

        Assert.AreSequenceEqual([(1, Second), (2, 2 * Second)], fired);
    }

    [TestMethod]
    public void Advance_PeriodicTimer_FiresOnceForEachPeriod()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, Second, 2 * Second);

        time.Advance(6 * Second);

        Assert.AreEqual(3, fired);
    }

    [TestMethod]
    public void Advance_TimerChangedOrDisposed_FiresAsChanged()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        var timer = time.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan);

        Assert.IsTrue(timer.Change(3 * Second, Timeout.InfiniteTimeSpan));
        time.Advance(2 * Second);
        Assert.AreEqual(0, fired);
        time.Advance(Second);
        Assert.AreEqual(1, fired);
        timer.Dispose();

        Assert.IsFalse(timer.Change(Second, Second));
    }
}
