using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crochet.Tests.Health;

[TestClass]
public sealed class HealthCheckTests : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();

    public void Dispose() => _gate.Dispose();

    [TestMethod]
    public async Task Check_LoopIsFree_IsHealthyWithItsSnapshot()
    {
        await using var container = Build();

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Healthy, entry.Status);
        Assert.AreEqual("Kitchen", ((LoopSnapshot)entry.Data["Kitchen"]).Name);
        StringAssert.Contains(JsonSerializer.Serialize(entry.Data), "Kitchen");
    }

    [TestMethod]
    public async Task Check_LoopsGivenWithOneName_HaveTheNamesTheyWereGivenBy()
    {
        using var first = new EventLoop(new() { Name = "Kitchen" });
        using var second = new EventLoop(new() { Name = "Kitchen" });
        first.Start();
        var services = new ServiceCollection().AddLogging();
        services.AddCrochet(options => options.Loop.Name = "Kitchen").UseLoop("First", first).UseLoop("Second", second);
        services.AddHealthChecks().AddCrochet();
        await using var container = services.BuildServiceProvider();

        var entry = await CheckAsync(container);

        CollectionAssert.AreEquivalent(new[] { "Kitchen", "First", "Second" }, entry.Data.Keys.ToArray());
        Assert.AreEqual("The loop 'Second' has not been started.", entry.Description);
    }

    [TestMethod]
    public async Task Check_TurnBeyondTheLimit_IsUnhealthyAndNamesIt()
    {
        await using var container = Build(limits => limits.MaxTurn = TimeSpan.FromMilliseconds(-1));
        Hold(container);

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("HoldTheLoop has been holding the loop 'Kitchen'", entry.Description!);
        _gate.Set();
    }

    [TestMethod]
    public async Task Check_TurnWithinTheLimit_IsHealthy()
    {
        await using var container = Build();
        Hold(container);

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Healthy, entry.Status);
        _gate.Set();
    }

    [TestMethod]
    public async Task Check_QueueBeyondTheLimit_IsDegraded()
    {
        await using var container = Build(limits => limits.MaxQueueLength = 2);
        var loop = Hold(container);
        for (var callback = 0; callback < 3; callback++)
            loop.Post(() => { });

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Degraded, entry.Status);
        Assert.AreEqual("3 calls and callbacks are queued in the loop 'Kitchen'.", entry.Description);
        _gate.Set();
    }

    [TestMethod]
    public async Task Check_LoopHasStopped_IsUnhealthy()
    {
        await using var container = Build();
        await container.GetRequiredService<EventLoop>().StopAsync();

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Unhealthy, entry.Status);
        Assert.AreEqual("The loop 'Kitchen' has stopped: it takes no calls.", entry.Description);
    }

    [TestMethod]
    public async Task Check_LoopNotStarted_IsDegraded()
    {
        await using var container = Build(noSetup: true);

        var entry = await CheckAsync(container);

        Assert.AreEqual(HealthStatus.Degraded, entry.Status);
    }

    [TestMethod]
    public async Task Check_WithAFailureStatus_ReportsThat()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddCrochet();
        services.AddHealthChecks().AddCrochet(name: "loop", failureStatus: HealthStatus.Degraded, tags: ["ready"]);
        await using var container = services.BuildServiceProvider();
        await container.GetRequiredService<EventLoop>().StopAsync();

        var report = await container.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

        Assert.AreEqual(HealthStatus.Degraded, report.Entries["loop"].Status);
    }

    private EventLoop Hold(ServiceProvider container)
    {
        var loop = container.GetRequiredService<EventLoop>();
        using var isHeld = new ManualResetEventSlim();
        loop.Post(HoldTheLoop);
        Assert.IsTrue(isHeld.Wait(TestTimeouts.MustNotElapse));
        return loop;

        void HoldTheLoop()
        {
            isHeld.Set();
            _gate.Wait(TestTimeouts.MustNotElapse);
        }
    }

    private static ServiceProvider Build(Action<CrochetHealthOptions>? configure = null, bool noSetup = false)
    {
        var services = new ServiceCollection().AddLogging();
        var builder = services.AddCrochet(options => options.Loop.Name = "Kitchen");
        if (noSetup)
            builder.StartManually();
        services.AddHealthChecks().AddCrochet(configure);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider container) =>
        (await container.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["crochet"];
}
