using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class StandingTests
{
    [TestMethod]
    public void CostRelativeTo_OtherWithSameBadRound_CancelsItOut()
    {
        var own = Costing(10, 20, 1000);
        var other = Costing(20, 40, 2000);

        var ratio = own.CostRelativeTo(other);

        Assert.AreEqual(new Spread(0.5, 0.5, 0.5), ratio);
    }

    [TestMethod]
    public void P99RelativeTo_OtherWithOneBadRound_IsTheMedianOfTheRounds()
    {
        var own = WithP99(20, 40, 30);
        var other = WithP99(10, 4000, 10);

        Assert.AreEqual(2, own.P99RelativeTo(other).Median);
    }

    [TestMethod]
    public void Medians_WhereNothingWasMeasured_AreNull()
    {
        var standing = Costing(10, 20);

        Assert.IsNull(standing.Cpu);
        Assert.IsNull(standing.P99);
        Assert.IsNull(standing.Fairness);
    }

    [TestMethod]
    public void Bytes_SeveralSlices_IsMedianPerCall()
    {
        var standing = new Standing("A", [Allocating(100), Allocating(300), Allocating(200)]);

        Assert.AreEqual(20, standing.Bytes);
    }

    private static Slice Allocating(long bytes) => new(10, TimeSpan.FromSeconds(1)) { Bytes = bytes };

    private static Standing WithP99(params double[] nanoseconds) =>
        new("A", [.. nanoseconds.Select(p99 => new Slice(1, TimeSpan.FromSeconds(1)) { P99 = p99 })]);

    private static Standing Costing(params int[] microseconds) =>
        new("A", [.. microseconds.Select(cost => new Slice(1, TimeSpan.FromMicroseconds(cost)))]);
}
