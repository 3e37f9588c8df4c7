using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Calling;

/// <summary>The caller gives up: the implementation's token is signalled, in the other process.</summary>
[TestClass]
public sealed class CancellationTests
{
    private static TestCluster _cluster = null!;
    private static Desk _desk = null!;
    private static IDesk _remote = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        // Each call has a desk of its own.
        _cluster = await TestCluster.StartAsync(
            worker => worker.Offer<IDesk>().AddProxied<IDesk, Desk>(_ => Volatile.Read(ref _desk), lifetime: ServiceLifetime.Transient),
            caller => caller.AddRemote<IDesk>());
        _remote = _cluster.Get<IDesk>(1);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestInitialize]
    public void Begin() => Volatile.Write(ref _desk, new("first"));

    [TestMethod]
    public void Cancel_OfTheResult_SignalsTheToken()
    {
        var call = _remote.Hold();
        _desk.Started.Pass();

        call.Cancel();

        Assert.IsTrue(call.IsCanceled);
        _desk.Cancelled.Pass();
    }

    [TestMethod]
    public void Token_OfTheCaller_SignalsTheToken()
    {
        using var source = new CancellationTokenSource();
        var desk = _desk;
        var cancelling = Task.Run(() =>
        {
            desk.Started.Pass();
            source.Cancel();
        });

        var thrown = Assert.ThrowsExactly<OperationCanceledException>(() => _remote.Wait(source.Token));

        Assert.AreEqual(source.Token, thrown.CancellationToken);
        _desk.Cancelled.Pass();
        Assert.IsTrue(cancelling.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Timeout_OfABlockedCaller_SignalsTheToken()
    {
        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => _remote.WaitTooLong());

        Assert.AreEqual("IDesk.WaitTooLong", thrown.Call);
        _desk.Cancelled.Pass();
    }

    [TestMethod]
    public async Task Timeout_OfAnAwaitedCall_SignalsTheToken()
    {
        await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(() => _remote.WaitTooLongAsync());

        _desk.Cancelled.Pass();
    }

    [TestMethod]
    public async Task Caller_ThatLeavesTheCluster_HasItsCallsCancelled()
    {
        var leaving = await _cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        var held = leaving.Services.GetRequiredService<IDesk>().Hold();
        _desk.Started.Pass();

        await leaving.StopAsync();

        _desk.Cancelled.Pass();
        await Assert.ThrowsAsync<Exception>(() => held.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Timeout_OfTheCallersConfiguration_IsTheOnlyOne()
    {
        var patient = await _cluster.AddAsync(caller =>
        {
            caller.Services.AddCrochet(options => options.Timeouts["IDesk.WaitTooLong"] = TestTimeouts.MustNotElapse);
            caller.AddRemote<IDesk>();
        });
        var desk = _desk;
        var call = Task.Run(() => patient.Services.GetRequiredService<IDesk>().WaitTooLong());
        desk.Started.Pass();

        // The member's own time, which the worker knows, passes twice.
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => call.WaitAsync(TimeSpan.FromSeconds(0.5)));
        Assert.IsFalse(desk.Cancelled.IsOpen);
        desk.Release.Open();

        await call.WaitAsync(TestTimeouts.MustNotElapse);
        await patient.StopAsync();
    }

    [TestMethod]
    public void Token_ThatIsSignalledAlready_MakesNoCall()
    {
        Assert.ThrowsExactly<OperationCanceledException>(() => _remote.Wait(new CancellationToken(canceled: true)));

        Assert.AreEqual(5, _remote.Add(2, 3));
        Assert.IsFalse(_desk.Started.IsOpen);
    }
}
