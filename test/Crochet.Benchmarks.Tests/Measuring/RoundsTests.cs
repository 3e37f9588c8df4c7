using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class RoundsTests
{
    [TestMethod]
    public void Order_ThreeContestants_EachRoundBeginsWithAnother()
    {
        var order = Rounds.Order(contestants: 3, rounds: 4);

        CollectionAssert.AreEqual(new[] { 0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2 }, order.ToArray());
    }

    [TestMethod]
    public void Measure_TwoContestants_TakeTurnsAfterAWarmUp()
    {
        var turns = new List<string>();
        var rounds = new Rounds(2, TimeSpan.Zero);

        rounds.Measure([Recording("A", turns), Recording("B", turns)]);

        CollectionAssert.AreEqual(new[] { "A", "B", "A", "B", "B", "A" }, turns);
    }

    [TestMethod]
    public void Measure_WarmUp_IsNotCounted()
    {
        var rounds = new Rounds(3, TimeSpan.Zero);

        var standings = rounds.Measure([Recording("A", [])]);

        CollectionAssert.AreEqual(new long[] { 2, 3, 4 }, standings[0].Slices.Select(slice => slice.Calls).ToArray());
    }

    [TestMethod]
    public void Measure_DisturbedSlice_IsMeasuredAgain()
    {
        var disturbances = new Queue<double>([0, 0.5, 0.2, 0.01, 0]);

        var standings = new Rounds(2, TimeSpan.Zero).Measure([Disturbed(disturbances)]);

        CollectionAssert.AreEqual(new double?[] { 0.01, 0 }, standings[0].Slices.Select(slice => slice.Disturbance).ToArray());
    }

    [TestMethod]
    public void Measure_AlwaysDisturbed_EndsAllTheSame()
    {
        var disturbances = new Queue<double>(Enumerable.Repeat(0.5, 100));

        var standings = new Rounds(3, TimeSpan.Zero).Measure([Disturbed(disturbances)]);

        Assert.HasCount(3, standings[0].Slices);
        Assert.HasCount(100 - 7, disturbances);
    }

    private static Contestant Disturbed(Queue<double> disturbances) =>
        new("A", _ => new Slice(1, TimeSpan.FromSeconds(1)) { Disturbance = disturbances.Dequeue() });

    private static Contestant Recording(string name, List<string> turns)
    {
        var calls = 0;
        return new Contestant(name, _ =>
        {
            turns.Add(name);
            return new Slice(++calls, TimeSpan.FromSeconds(1));
        });
    }
}
