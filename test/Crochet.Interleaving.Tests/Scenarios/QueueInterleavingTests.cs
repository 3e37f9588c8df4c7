using Crochet.Running;
using Crochet.Stepping;
using Crochet.Waiting;

namespace Crochet.Interleaving;

[TestClass]
public sealed class QueueInterleavingTests
{
    private const int AnyNumber = int.MaxValue;

    [TestMethod]
    public void Post_OneProducer_EverySchedule_ConsumerIsWokenAndTakesAll() => Explore.All(AnyNumber, () => Queue(1));

    [TestMethod]
    public void Post_OneProducerOfTwo_ConsumerIsWokenAndTakesAllInOrder() => Explore.All(3, () => Queue(2));

    [TestMethod]
    public void Post_TwoProducers_ConsumerIsWokenAndTakesAllInOrder() => Explore.All(2, () => Queue(1, 1));

    [TestMethod]
    public void Post_ThreeProducers_ConsumerIsWokenAndTakesAllInOrder() => Explore.Randomly(10_000, () => Queue(3, 2, 3));

    [TestMethod]
    public void IsUntouchedSince_AgainstPostAndTake_EverySchedule_NeverTrueAfterAPost() => Explore.All(AnyNumber, () =>
    {
        var queue = new WorkQueue();
        var isPosted = false;
        var wasMissed = false;
        return new Scenario(
            () => Assert.IsFalse(wasMissed),
            () =>
            {
                queue.Post(new Number(0, 0));
                isPosted = true;
            },
            () => queue.TryTake(),
            () =>
            {
                var came = isPosted;
                wasMissed = queue.IsUntouchedSince(0) && came;
            });
    });

    [TestMethod]
    public void Wake_BeforeOrAfterPark_EverySchedule_Unblocks() => Explore.All(AnyNumber, () =>
    {
        Parker? parker = null;
        return new Scenario(
            () => { },
            () =>
            {
                parker = Parker.Current;
                parker.Park(Timeout.Infinite);
            },
            () =>
            {
                Steps.Until(() => parker is not null);
                parker!.Wake();
            });
    });

    [TestMethod]
    public void Wake_ByTwoThreads_ParkLosesNeither() => Explore.All(4, TwoWakeUps);

    [TestMethod]
    public void Wake_ByTwoThreadsAtRandom_ParkLosesNeither() => Explore.Randomly(10_000, TwoWakeUps);

    private static Scenario TwoWakeUps()
    {
        Parker? parker = null;
        var came = 0;
        void Wake()
        {
            Steps.Until(() => parker is not null);
            came++;
            parker!.Wake();
        }

        return new Scenario(
            () => Assert.AreEqual(2, came),
            () =>
            {
                parker = Parker.Current;
                while (came < 2)
                    parker.Park(Timeout.Infinite);
            },
            Wake,
            Wake);
    }

    private static Scenario Queue(params int[] posts)
    {
        var queue = new WorkQueue();
        var taken = new List<Number>();
        Parker? parker = null;

        void Consume()
        {
            parker = Parker.Current;
            while (taken.Count < posts.Sum())
            {
                if (queue.TryTake() is { } item)
                    taken.Add((Number)item);
                else if (queue.TrySleep())
                    parker.Park(Timeout.Infinite);
            }
        }

        Action Produce(int count, int producer) => () =>
        {
            Steps.Until(() => parker is not null);
            for (var i = 0; i < count; i++)
            {
                if (queue.Post(new Number(producer, i)))
                    parker!.Wake();
            }
        };

        return new Scenario(
            () =>
            {
                Assert.AreEqual(0, queue.Count);
                for (var producer = 0; producer < posts.Length; producer++)
                {
                    var indices = taken.Where(item => item.Producer == producer).Select(item => item.Index);
                    Assert.IsTrue(indices.SequenceEqual(Enumerable.Range(0, posts[producer])), "Lost, doubled or out of order.");
                }
            },
            [Consume, .. posts.Select(Produce)]);
    }
}
