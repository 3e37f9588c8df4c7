using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Crochet.Tests.Calling;

/// <summary>Calls and steps that outlast a request.</summary>
[TestClass]
public sealed class LongCallTests
{
    private static TestCluster _cluster = null!;
    private static Desk _desk = null!;
    private static Feed _feed = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _desk = new("first");
        _feed = new();
        _cluster = new();
        await _cluster.AddAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => _desk).Offer<IDesk>().AddProxied<IFeed, Feed>(_ => _feed).Offer<IFeed>(),
            static options => options.LongestSilence = TimeSpan.FromSeconds(0.2), ShortRequests);
        await _cluster.AddAsync(
            caller =>
            {
                caller.Services.AddCrochet(options => options.Timeouts["IFeed.Stuck"] = TestTimeouts.MustNotElapse);
                caller.AddRemote<IDesk>().AddRemote<IFeed>();
            },
            silo: ShortRequests);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestMethod]
    public async Task Call_ThatOutlastsRequests_EndsWithItsValueAndWasMadeOnce()
    {
        var call = _cluster.Get<IDesk>(1).Hold();
        await _desk.Started.Opened;
        // Longer than a request may take, and than the worker is silent, several times over.
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => call.AsTask().WaitAsync(TimeSpan.FromSeconds(2.5)));
        Assert.AreEqual(1, _desk.Running);

        _desk.Release.Open();

        await call.AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(0, _desk.Running);
    }

    [TestMethod]
    public async Task StepAndReader_ThatOutlastRequests_GoOn()
    {
        var remote = _cluster.Get<IFeed>(1);
        await using var slow = remote.CountFrom(1).GetAsyncEnumerator();
        Assert.IsTrue(await slow.MoveNextAsync());
        var stuck = remote.Stuck().GetAsyncEnumerator();
        Assert.IsTrue(await stuck.MoveNextAsync());

        var step = stuck.MoveNextAsync().AsTask();
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => step.WaitAsync(TimeSpan.FromSeconds(2.5)));

        Assert.IsTrue(await slow.MoveNextAsync());
        Assert.AreEqual(2, slow.Current);
    }

    private static void ShortRequests(ISiloBuilder silo) => silo.Configure<SiloMessagingOptions>(static messaging =>
    {
        messaging.ResponseTimeout = TimeSpan.FromSeconds(1);
        messaging.SystemResponseTimeout = TimeSpan.FromSeconds(1);
    });
}
