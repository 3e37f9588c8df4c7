using System.Diagnostics;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests;

/// <summary>A cluster whose table of members is in Redis, and so outlives each of its processes.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class RedisTests
{
    [TestMethod]
    public async Task Cluster_WithItsTableInRedis_NoticesADeathAndGoesOnWithout()
    {
        using var redis = await RedisServer.StartAsync();
        var first = Address.Next() with { RedisPort = redis.Port };
        // The first member is the one that dies: nothing of the cluster depends on it.
        using var killed = await ClusterProcess.StartAsync("worker", first, "ready");
        using var caller = ClusterHost.Build(Address.Next(first), static crochet => crochet.AddRemote<IJobs>());
        await caller.StartAsync();
        var jobs = caller.Services.GetRequiredService<IJobs>();
        var held = jobs.HoldAsync();
        while (await jobs.HeldAsync() == 0)
            await Task.Yield();
        using var left = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");

        killed.Kill();
        var noticed = Stopwatch.StartNew();

        await Assert.ThrowsExactlyAsync<WorkerLostException>(() => held.AsTask().WaitAsync(ProcessTests.MustNotElapse));
        Assert.IsLessThan(5, noticed.Elapsed.TotalSeconds);
        for (var call = 0; call < 4; call++)
            Assert.AreEqual(left.Id, await jobs.WhereAsync());
        using var joined = await ClusterProcess.StartAsync("worker", Address.Next(first), "ready");
        var workers = new HashSet<int>();
        for (var call = 0; call < 4; call++)
            workers.Add(await jobs.WhereAsync());
        Assert.IsTrue(workers.SetEquals([left.Id, joined.Id]));
        await caller.StopAsync();
    }
}
