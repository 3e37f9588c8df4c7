using System.Diagnostics;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests;

/// <summary>The table of docs/cluster.md, with real processes that are killed, frozen and stopped.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class ProcessTests
{
    /// <summary>A process starts in seconds, and on a busy machine in many.</summary>
    public static readonly TimeSpan MustNotElapse = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(40);

    [TestMethod]
    public async Task Worker_ThatIsKilledFrozenOrStopped_IsNoticedInTime()
    {
        var first = Address.Next();
        using var caller = await StartAsync(first, static crochet => crochet.AddRemote<IJobs>());
        var jobs = caller.Services.GetRequiredService<IJobs>();
        using var killed = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");
        var lostByKill = jobs.HoldAsync();
        await UntilHeldAsync(jobs);
        using var frozen = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");

        killed.Kill();
        var noticed = Stopwatch.StartNew();
        await ThrowsLostAsync(lostByKill);
        Assert.IsLessThan(5, noticed.Elapsed.TotalSeconds);
        for (var call = 0; call < 4; call++)
            Assert.AreEqual(frozen.Id, await jobs.WhereAsync());

        var lostByFreeze = jobs.HoldAsync();
        await UntilHeldAsync(jobs);
        frozen.Freeze();
        noticed.Restart();
        await ThrowsLostAsync(lostByFreeze);
        Assert.IsLessThan(15, noticed.Elapsed.TotalSeconds);
        frozen.Thaw();
        await frozen.WaitForExitAsync();

        await caller.StopAsync();
    }

    [TestMethod]
    public async Task Worker_ThatIsStoppedUnderLoad_LosesNoCall()
    {
        var first = Address.Next();
        using var caller = await StartAsync(first, static crochet => crochet.AddRemote<IJobs>());
        var jobs = caller.Services.GetRequiredService<IJobs>();
        using var stopped = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");
        using var left = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");
        var keeps = true;
        var byWhom = new int[2];
        var load = Enumerable.Range(0, 50).Select(async _ =>
        {
            while (Volatile.Read(ref keeps))
                Interlocked.Increment(ref byWhom[await jobs.WorkAsync(5) == stopped.Id ? 0 : 1]);
        }).ToList();
        while (Volatile.Read(ref byWhom[0]) < 100)
            await Task.Yield();

        stopped.Terminate();
        await stopped.WaitForExitAsync();
        Volatile.Write(ref keeps, false);

        await Task.WhenAll(load).WaitAsync(MustNotElapse);
        Assert.IsGreaterThan(100, byWhom[1]);
        await caller.StopAsync();
    }

    [TestMethod]
    public async Task Caller_ThatIsKilled_HasItsCallsCancelled()
    {
        var first = Address.Next();
        var jobs = new Jobs();
        using var worker = await StartAsync(first, crochet => crochet.AddProxied<IJobs, Jobs>(_ => jobs).Offer<IJobs>());
        using var caller = await ClusterProcess.StartAsync("caller", Address.Next(first), "held");

        caller.Kill();

        var noticed = Stopwatch.StartNew();
        while (await jobs.HeldAsync() > 0 && noticed.Elapsed < MustNotElapse)
            await Task.Yield();
        Assert.IsLessThan(5, noticed.Elapsed.TotalSeconds);
        await worker.StopAsync();
    }

    private static async Task<IHost> StartAsync(Address address, Action<CrochetBuilder> configure)
    {
        var host = ClusterHost.Build(address, configure);
        await host.StartAsync();
        return host;
    }

    private static async Task UntilHeldAsync(IJobs jobs)
    {
        while (await jobs.HeldAsync() == 0)
            await Task.Yield();
    }

    private static async Task ThrowsLostAsync(EventualResult call)
    {
        var lost = await Assert.ThrowsExactlyAsync<WorkerLostException>(() => call.AsTask().WaitAsync(MustNotElapse));
        Assert.AreEqual("IJobs.HoldAsync", lost.Call);
        Assert.IsFalse(lost.NeverRan);
    }
}
