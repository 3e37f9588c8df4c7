using Crochet.Stepping;
using Crochet.Streams;

namespace Crochet.Interleaving;

/// <summary>Items that the loop makes ahead of a reader which never makes a step: whoever needs the other must be seen by it.</summary>
[TestClass]
public sealed class ItemInterleavingTests
{
    [TestMethod]
    public void Take_OneAhead_EverySchedule_MoreAreMadeWhenHalfAreGone() => Explore.All(int.MaxValue, () => Items(limit: 1, count: 2));

    [TestMethod]
    public void Take_TwoAhead_MoreAreMadeWhenHalfAreGone() => Explore.All(3, () => Items(limit: 2, count: 4));

    [TestMethod]
    public void Take_ThreeAhead_MoreAreMadeWhenHalfAreGone() => Explore.All(3, () => Items(limit: 3, count: 7));

    [TestMethod]
    public void Take_MoreThanABlock_MoreAreMadeWhenHalfAreGone() => Explore.Randomly(1_000, () => Items(limit: 100, count: 300));

    private static Scenario Items(int limit, int count)
    {
        var items = new MadeItems<int>(limit);
        var taken = 0;
        var added = 0;
        var most = 0;
        var asked = true;
        return new Scenario(
            () => Assert.IsLessThanOrEqualTo(limit, most),
            () =>
            {
                while (added < count)
                {
                    Steps.Until(() => asked);
                    asked = false;
                    items.Resume();
                    while (added < count && !items.TryPause())
                    {
                        items.Add(added + 1);
                        most = Math.Max(most, ++added - taken);
                    }
                }
            },
            () =>
            {
                while (taken < count)
                {
                    Steps.Until(() => added > taken);
                    if (!items.TryTake(out var item))
                        continue;
                    Assert.AreEqual(++taken, item);
                    asked |= items.MustAsk();
                }
            });
    }
}
