using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Health;

/// <summary>The health of a process as a member of its cluster.</summary>
[TestClass]
public sealed class ClusterHealthCheckTests
{
    [TestMethod]
    public async Task Check_OfACaller_IsDegradedUntilSomebodyOffersWhatItCalls()
    {
        await using var cluster = new TestCluster();
        var caller = await cluster.AddAsync(caller => WithCheck(caller).AddRemote<IDesk>());
        var before = await CheckAsync(caller);

        await cluster.AddAsync(worker => worker.AddProxied<IDesk, Desk>(_ => new("first")).Offer<IDesk>());
        cluster.Get<IDesk>(0).Where();
        var after = await CheckAsync(caller);

        Assert.AreEqual(HealthStatus.Degraded, before.Status);
        Assert.AreEqual("Nobody in the cluster offers IDesk.", before.Description);
        Assert.AreEqual(HealthStatus.Healthy, after.Status);
        Assert.Contains(1, after.Data.Values);
    }

    [TestMethod]
    public async Task Check_OfAWorker_IsDegradedAtItsLimitAndUnhealthyWhileItDrains()
    {
        await using var cluster = new TestCluster();
        var desk = new Desk("first");
        var worker = await cluster.AddAsync(
            worker => WithCheck(worker).AddProxied<IDesk, Desk>(_ => desk).Offer<IDesk>(),
            options => (options.MaxCallsPerWorker, options.DrainTimeout) = (1, TestTimeouts.MustNotElapse));
        await cluster.AddAsync(caller => caller.AddRemote<IDesk>());
        var idle = await CheckAsync(worker);
        var held = cluster.Get<IDesk>(1).Hold();
        desk.Started.Pass();
        var full = await CheckAsync(worker);

        var stopping = worker.StopAsync();
        await Assert.ThrowsExactlyAsync<NoWorkerException>(async () =>
        {
            while (true)
            {
                try
                {
                    await cluster.Get<IDesk>(1).EchoAsync("");
                }
                catch (EventLoopOverloadedException)
                {
                    // It has not begun to stop.
                }
            }
        });
        var draining = await CheckAsync(worker);
        desk.Release.Open();
        await held;
        await stopping;

        Assert.AreEqual(HealthStatus.Healthy, idle.Status);
        Assert.AreEqual(HealthStatus.Degraded, full.Status);
        Assert.AreEqual(1, full.Data["calls"]);
        Assert.AreEqual(HealthStatus.Unhealthy, draining.Status);
        Assert.AreEqual("This process is stopping: it takes no calls from others, and has 1 of theirs.", draining.Description);
    }

    private static CrochetBuilder WithCheck(CrochetBuilder crochet)
    {
        crochet.Services.AddHealthChecks().AddCrochetCluster();
        return crochet;
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["crochet-cluster"];
}
