namespace Crochet.Tests;

[TestClass]
public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Advance_MovesBothClocks()
    {
        var time = new ManualTimeProvider();
        var (utc, timestamp) = (time.GetUtcNow(), time.GetTimestamp());

        time.Advance(_second);

        Assert.AreEqual(_second, time.GetUtcNow() - utc);
        Assert.AreEqual(_second, time.GetElapsedTime(timestamp));
    }

    [TestMethod]
    public void Advance_FiresWhatIsDueInOrderAndAtItsOwnTime()
    {
        var time = new ManualTimeProvider();
        var start = time.GetUtcNow();
        var fired = new List<(int, TimeSpan)>();
        int[] delays = [3, 1, 2];
        foreach (var delay in delays)
            time.CreateTimer(_ => fired.Add((delay, time.GetUtcNow() - start)), null, delay * _second, Timeout.InfiniteTimeSpan);

        time.Advance(2.5 * _second);

        Assert.AreSequenceEqual([(1, _second), (2, 2 * _second)], fired);
    }

    [TestMethod]
    public void Advance_PeriodicTimer_FiresOnceForEachPeriod()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, _second, 2 * _second);

        time.Advance(6 * _second);

        Assert.AreEqual(3, fired);
    }

    [TestMethod]
    public void Advance_TimerChangedOrDisposed_FiresAsChanged()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        var timer = time.CreateTimer(_ => fired++, null, _second, Timeout.InfiniteTimeSpan);

        Assert.IsTrue(timer.Change(3 * _second, Timeout.InfiniteTimeSpan));
        time.Advance(2 * _second);
        Assert.AreEqual(0, fired);
        time.Advance(_second);
        Assert.AreEqual(1, fired);
        timer.Dispose();

        Assert.IsFalse(timer.Change(_second, _second));
    }
}
