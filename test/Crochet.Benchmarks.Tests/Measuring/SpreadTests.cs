using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class SpreadTests
{
    [TestMethod]
    public void Of_OddCount_GivesMiddleAndQuartiles()
    {
        var spread = Spread.Of([5, 1, 4, 2, 3]);

        Assert.AreEqual(new Spread(2, 3, 4), spread);
    }

    [TestMethod]
    public void Of_EvenCount_InterpolatesBetweenNeighbours()
    {
        var spread = Spread.Of([1, 2, 3, 4]);

        Assert.AreEqual(new Spread(1.75, 2.5, 3.25), spread);
    }

    [TestMethod]
    public void Of_OneValue_IsThatValueThroughout()
    {
        var spread = Spread.Of([7]);

        Assert.AreEqual(new Spread(7, 7, 7), spread);
    }

    [TestMethod]
    public void Of_NoValue_Throws() => Assert.ThrowsExactly<ArgumentException>(() => Spread.Of([]));

    [TestMethod]
    public void Quantile_Ends_AreSmallestAndLargest()
    {
        double[] sorted = [1, 2, 10];

        Assert.AreEqual(1, Spread.Quantile(sorted, 0));
        Assert.AreEqual(10, Spread.Quantile(sorted, 1));
    }
}
