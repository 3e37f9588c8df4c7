namespace Crochet.Tests.Calling;

/// <summary>Calls and streams that a worker's stop finds.</summary>
[TestClass]
public sealed class DrainTests
{
    [TestMethod]
    public async Task Call_ThatTheDrainIsTooShortFor_IsLostAndItsTokenSignalled()
    {
        await using var cluster = new TestCluster();
        var desk = new Desk("first");
        await cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        var worker = await cluster.AddAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => desk).Offer<IDesk>(),
            options => options.DrainTimeout = TimeSpan.FromMilliseconds(50));
        var held = cluster.Get<IDesk>(0).Hold();
        desk.Started.Pass();

        var stopping = worker.StopAsync();

        var lost = await Assert.ThrowsExactlyAsync<WorkerLostException>(() => held.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        Assert.IsFalse(lost.NeverRan);
        desk.Cancelled.Pass();
        await stopping;
    }

    [TestMethod]
    public async Task Call_ThatEndsInTheDrain_EndsWithItsValueAndNewOnesGoElsewhere()
    {
        await using var cluster = new TestCluster();
        Desk first = new("first"), second = new("second");
        await cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        var worker = await cluster.AddAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => first).Offer<IDesk>(),
            options => options.DrainTimeout = TestTimeouts.MustNotElapse);
        var remote = cluster.Get<IDesk>(0);
        var held = remote.Hold();
        first.Started.Pass();
        await cluster.AddAsync(other => other.AddProxied<IDesk, Desk>(_ => second).Offer<IDesk>());

        var stopping = worker.StopAsync();
        Wait.Until(() => remote.Where() == "second" && remote.Where() == "second");
        Assert.IsFalse(held.IsCompleted);
        first.Release.Open();

        await held.AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        await stopping;
    }

    [TestMethod]
    public async Task Stream_ThatTheDrainIsTooShortFor_IsLostAndItsIteratorDisposedOf()
    {
        await using var cluster = new TestCluster();
        var feed = new Feed();
        await cluster.AddAsync(caller => caller.AddRemote<IFeed>());
        var worker = await cluster.AddAsync(
            worker => worker.AddProxied<IFeed, Feed>(_ => feed).Offer<IFeed>(),
            options => options.DrainTimeout = TimeSpan.FromMilliseconds(50));
        await using var numbers = cluster.Get<IFeed>(0).CountFrom(1).GetAsyncEnumerator();
        await numbers.MoveNextAsync();

        await worker.StopAsync();

        feed.Left.Pass();
        await Assert.ThrowsExactlyAsync<WorkerLostException>(async () => await numbers.MoveNextAsync());
    }
}
