namespace Crochet.Tests.Calling;

/// <summary>Members with a [LoopKey], of several workers.</summary>
[TestClass]
public sealed class KeyedCallTests
{
    private static readonly string[] _keys = [.. Enumerable.Range(0, 20).Select(static number => $"customer {number}")];

    [TestMethod]
    public async Task Calls_OfOneKey_StayAtOneWorkerAndMoveOnlyWhenItLeaves()
    {
        await using var cluster = await TestCluster.StartAsync(
            caller => caller.AddRemote<IDesk>(),
            other => other.AddRemote<IDesk>(),
            worker => worker.AddProxied<IDesk, Desk>(_ => new("a")).Offer<IDesk>(),
            worker => worker.AddProxied<IDesk, Desk>(_ => new("b")).Offer<IDesk>());
        var remote = cluster.Get<IDesk>(0);

        var before = _keys.ToDictionary(static key => key, remote.Where);
        foreach (var key in _keys)
        {
            Assert.AreEqual(before[key], remote.Where(key));
            Assert.AreEqual(before[key], cluster.Get<IDesk>(1).Where(key));
        }

        await cluster[2].StopAsync();

        foreach (var key in _keys)
            Assert.AreEqual("b", remote.Where(key));
        Assert.HasCount(2, before.Values.Distinct());
    }

    [TestMethod]
    public async Task Call_WhoseKeysWorkerIsFull_FailsWhereAnotherHasRoom()
    {
        await using var cluster = new TestCluster();
        Desk full = new("full"), idle = new("idle");
        await cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        await cluster.AddAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => full).Offer<IDesk>(), options => options.MaxCallsPerWorker = 1);
        var remote = cluster.Get<IDesk>(0);
        var held = remote.Hold();
        full.Started.Pass();
        await cluster.AddAsync(worker => worker.AddProxied<IDesk, Desk>(_ => idle).Offer<IDesk>());

        var outcomes = _keys.CountBy(OutcomeOf).ToDictionary();

        Assert.AreEqual(_keys.Length, outcomes["idle"] + outcomes["refused"]);
        full.Release.Open();
        held.Wait(TestTimeouts.MustNotElapse);

        string OutcomeOf(string key)
        {
            try
            {
                return remote.Where(key);
            }
            catch (EventLoopOverloadedException refused)
            {
                Assert.IsTrue(EventLoop.NeverRan(refused));
                return "refused";
            }
        }
    }
}
