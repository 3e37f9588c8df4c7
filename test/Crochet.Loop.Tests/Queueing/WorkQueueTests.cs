using Crochet.Running;

namespace Crochet.Tests.Queueing;

[TestClass]
public sealed class WorkQueueTests
{
    [TestMethod]
    public void TryTake_NothingPosted_GivesNull()
    {
        var queue = new WorkQueue();

        Assert.IsNull(queue.TryTake());
        Assert.IsTrue(queue.IsEmpty);
    }

    [TestMethod]
    public void TryTake_SomePosted_GivesThemInOrderAndLetsGoOfThem()
    {
        var queue = new WorkQueue();
        var items = Enumerable.Range(0, 5).Select(i => new Item(0, i)).ToList();
        items.ForEach(item => queue.Post(item));

        foreach (var item in items)
        {
            Assert.AreSame(item, queue.TryTake());
            Assert.IsNull(item.Next);
        }

        Assert.AreEqual(0, queue.Count);
    }

    [TestMethod]
    public void TryTake_Last_CanBePostedAgainAtOnce()
    {
        var queue = new WorkQueue();
        var item = new Item(0, 0);

        for (var i = 0; i < 10; i++)
        {
            queue.Post(item);
            Assert.AreSame(item, queue.TryTake());
        }
    }

    [TestMethod]
    public void TakenOfBatch_PostsWhileABatchIsTaken_CountsThoseBeforeThem()
    {
        var queue = new WorkQueue();
        Assert.IsTrue(queue.IsBatchOver);
        queue.Post(new Item(0, 0));
        queue.Post(new Item(0, 1));

        queue.TryTake();
        queue.Post(new Item(0, 2));
        Assert.IsFalse(queue.IsBatchOver);
        queue.TryTake();
        Assert.IsTrue(queue.IsBatchOver);
        Assert.AreEqual(2, queue.TakenOfBatch);

        queue.TryTake();
        Assert.IsTrue(queue.IsBatchOver);
        Assert.AreEqual(1, queue.TakenOfBatch);
    }

    [TestMethod]
    public void Post_ConsumerAsleep_TellsExactlyOneProducerToWakeIt()
    {
        var queue = new WorkQueue();
        Assert.IsTrue(queue.TrySleep());

        Assert.IsTrue(queue.Post(new Item(0, 0)));
        Assert.IsFalse(queue.Post(new Item(0, 1)));
    }

    [TestMethod]
    public void TrySleep_SomethingPosted_Refuses()
    {
        var queue = new WorkQueue();
        queue.Post(new Item(0, 0));

        Assert.IsFalse(queue.TrySleep());
    }

    [TestMethod]
    public void TakeAndSleep_FourProducers_LosesNothingAndKeepsEachOnesOrder()
    {
        const int Producers = 4;
        const int Each = 100_000;
        var queue = new WorkQueue();
        using var woken = new SemaphoreSlim(0);
        var threads = Enumerable.Range(0, Producers).Select(producer => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                if (queue.Post(new Item(producer, i)))
                    woken.Release();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());

        var next = new int[Producers];
        for (var taken = 0; taken < Producers * Each;)
        {
            if (queue.TryTake() is Item item)
            {
                Assert.AreEqual(next[item.Producer]++, item.Number);
                taken++;
            }
            else if (queue.TrySleep())
            {
                Assert.IsTrue(woken.Wait(TimeSpan.FromSeconds(15)), $"asleep with {taken} taken and {queue.Count} queued");
            }
        }

        threads.ForEach(thread => thread.Join());
        Assert.IsTrue(queue.IsEmpty);
    }

    private sealed class Item(int producer, int number) : WorkItem
    {
        public int Producer { get; } = producer;

        public int Number { get; } = number;

        public override string GetName() => "item";

        public override void Execute(EventLoop loop)
        {
        }

        public override bool Drop() => false;
    }
}
