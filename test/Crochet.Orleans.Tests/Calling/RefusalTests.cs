using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Calling;

/// <summary>Calls that no process takes: they never ran, and say so.</summary>
[TestClass]
public sealed class RefusalTests
{
    [TestMethod]
    public async Task Call_OfAnInterfaceThatNobodyOffers_FailsAtOnce()
    {
        await using var cluster = await TestCluster.StartAsync(caller => caller.AddRemote<IDesk>(), _ => { });

        var thrown = Assert.ThrowsExactly<NoWorkerException>(() => cluster.Get<IDesk>(0).Add(1, 2));

        Assert.AreEqual("IDesk", thrown.Interface);
        Assert.IsTrue(EventLoop.NeverRan(thrown));
        await Assert.ThrowsExactlyAsync<NoWorkerException>(async () => await cluster.Get<IDesk>(0).Later(""));
    }

    [TestMethod]
    public async Task Call_OverTheWorkersLimit_FailsAtOnceAndGoesToAnotherThatHasRoom()
    {
        await using var cluster = new TestCluster();
        Desk first = new("first"), second = new("second");
        await cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        await cluster.AddAsync(
            worker => worker.Offer<IDesk>().AddProxied<IDesk, Desk>(_ => first), options => options.MaxCallsPerWorker = 1);
        var remote = cluster.Get<IDesk>(0);
        var held = remote.Hold();
        first.Started.Pass();

        var thrown = Assert.ThrowsExactly<EventLoopOverloadedException>(() => remote.Where());
        await cluster.AddAsync(worker => worker.AddProxied<IDesk, Desk>(_ => second).Offer<IDesk>());
        var answers = Enumerable.Range(0, 4).Select(_ => remote.Where()).Distinct().ToList();

        Assert.IsTrue(EventLoop.NeverRan(thrown));
        CollectionAssert.AreEqual(new[] { "second" }, answers);
        first.Release.Open();
        held.Wait(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task Stream_OverALoopsLimit_GoesToAnotherOrFailsAsOneThatNeverRan()
    {
        await using var cluster = new TestCluster();
        Feed first = new(), second = new();
        await cluster.AddAsync(caller => caller.AddRemote<IFeed>());
        await cluster.AddAsync(worker =>
        {
            worker.Services.AddCrochet(options => options.Loop.QueueLimit = 1);
            worker.AddProxied<IFeed, Feed>(_ => first).Offer<IFeed>();
        });
        var full = cluster.Get<EventLoop>(1);
        using var held = new ManualResetEventSlim();
        var holding = new Gate();
        var turn = full.RunInReactor(() =>
        {
            holding.Open();
            held.Wait(TestTimeouts.MustNotElapse);
        });
        holding.Pass();
        var queued = full.RunInReactor(() => 1);
        var remote = cluster.Get<IFeed>(0);

        var thrown = await Assert.ThrowsExactlyAsync<EventLoopOverloadedException>(() => FirstOf(remote));
        await cluster.AddAsync(worker => worker.AddProxied<IFeed, Feed>(_ => second).Offer<IFeed>());
        for (var call = 0; call < 3; call++)
            Assert.AreEqual(1, await FirstOf(remote));

        Assert.IsTrue(EventLoop.NeverRan(thrown));
        Assert.AreEqual(full.Name, thrown.LoopName);
        Assert.AreEqual(0, first.Made);
        held.Set();
        turn.Wait(TestTimeouts.MustNotElapse);
        Assert.AreEqual(1, queued.Wait(TestTimeouts.MustNotElapse));

        static async Task<int> FirstOf(IFeed feed)
        {
            await foreach (var number in feed.CountFrom(1))
                return number;
            throw new AssertFailedException("The stream is empty.");
        }
    }

    [TestMethod]
    public async Task Call_OfWhatThisProcessOffersItself_ComesBackHere()
    {
        var desk = new Desk("own");
        await using var cluster = await TestCluster.StartAsync(
            both => both.AddRemote<IDesk>().Offer<IDesk>().AddProxied<IDesk, Desk>(_ => desk));

        Assert.AreEqual("own", cluster.Get<IDesk>(0).Where());
        cluster.Get<IDesk>(0).Note("here");
        CollectionAssert.Contains(desk.Notes.ToList(), "here");
    }

    [TestMethod]
    public async Task Offer_WithoutARegistration_FailsTheStart()
    {
        await using var cluster = new TestCluster();

        var thrown = await Assert.ThrowsExactlyAsync<CrochetConfigurationException>(
            () => cluster.AddAsync(worker => worker.Offer<IDesk>()));

        Assert.AreEqual("CRO021", thrown.Problems.Single().Id);
        StringAssert.StartsWith(thrown.Problems.Single().Message, "IDesk:");
    }

    [TestMethod]
    public async Task Calls_OfSeveralWorkers_TakeTurns()
    {
        await using var cluster = await TestCluster.StartAsync(
            caller => caller.AddRemote<IDesk>(),
            worker => worker.Offer<IDesk>().AddProxied<IDesk, Desk>(_ => new("a")),
            worker => worker.Offer<IDesk>().AddThreadBound<IDesk, Desk>(_ => new Desk("b")));
        var remote = cluster.Get<IDesk>(0);

        var answers = Enumerable.Range(0, 10).Select(_ => remote.Where()).ToList();

        Assert.AreEqual(5, answers.Count(answer => answer == "a"));
        Assert.AreEqual(5, answers.Count(answer => answer == "b"));
    }

    [TestMethod]
    public void AddRemote_WithoutASilo_SaysWhatIsMissing()
    {
        var services = new ServiceCollection();
        services.AddCrochet().AddRemote<IDesk>();
        using var provider = services.BuildServiceProvider();

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => provider.GetRequiredService<IDesk>());

        StringAssert.Contains(thrown.Message, "UseOrleans");
    }
}
