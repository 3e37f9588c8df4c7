using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class ManualTimeTests
{
    private readonly ManualTime _time = new();
    private int _fired;

    [TestMethod]
    public void Advance_PastDueTime_FiresOnce()
    {
        using var timer = Create(due: 10, period: Timeout.Infinite);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.AreEqual(0, _fired);
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.AreEqual(1, _fired);
    }

    [TestMethod]
    public void Advance_PeriodicTimer_FiresAgain()
    {
        using var timer = Create(due: 10, period: 10);

        _time.Advance(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(2, _fired);
    }

    [TestMethod]
    public void Advance_DisposedTimer_DoesNotFire()
    {
        Create(due: 10, period: Timeout.Infinite).Dispose();

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(0, _fired);
    }

    [TestMethod]
    public void Advance_MovesTimestampAndDate()
    {
        var (timestamp, date) = (_time.GetTimestamp(), _time.GetUtcNow());

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(TimeSpan.FromSeconds(10), _time.GetElapsedTime(timestamp));
        Assert.AreEqual(TimeSpan.FromSeconds(10), _time.GetUtcNow() - date);
    }

    private ITimer Create(int due, int period) => _time.CreateTimer(
        _ => _fired++, null, TimeSpan.FromSeconds(due), period == Timeout.Infinite ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromSeconds(period));
}
