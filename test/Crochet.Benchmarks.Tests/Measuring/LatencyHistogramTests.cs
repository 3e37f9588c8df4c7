using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class LatencyHistogramTests
{
    [TestMethod]
    public void Percentile_NothingRecorded_IsNull() => Assert.IsNull(new LatencyHistogram().Percentile(0.99));

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(63L)]
    [DataRow(64L)]
    [DataRow(1_000L)]
    [DataRow(123_456_789L)]
    [DataRow(long.MaxValue)]
    public void Percentile_OneValue_IsWithinAThirtiethOfIt(long value)
    {
        var histogram = new LatencyHistogram();

        histogram.Record(value);

        var found = histogram.Percentile(0.5)!.Value;
        Assert.IsLessThanOrEqualTo(value, found);
        Assert.IsGreaterThanOrEqualTo(value - value / 32, found);
    }

    [TestMethod]
    public void Percentile_ThousandValues_FindsRank()
    {
        var histogram = new LatencyHistogram();

        for (var i = 1; i <= 1000; i++)
            histogram.Record(i);

        Assert.AreEqual(500, histogram.Percentile(0.5)!.Value, delta: 16);
        Assert.AreEqual(990, histogram.Percentile(0.99)!.Value, delta: 31);
    }

    [TestMethod]
    public void Add_Other_CountsBoth()
    {
        var (histogram, other) = (new LatencyHistogram(), new LatencyHistogram());
        histogram.Record(1);
        other.Record(50);

        histogram.Add(other);

        Assert.AreEqual(1, histogram.Percentile(0.5));
        Assert.AreEqual(50, histogram.Percentile(1));
    }
}
