using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests;

/// <summary>Processes with different versions of one interface.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class VersionTests
{
    [TestMethod]
    public async Task Members_ThatAnOlderWorkerLacks_FailAloneUntilANewerOneHasThem()
    {
        var first = Address.Next();
        using var caller = ClusterHost.Build(first, static crochet => crochet.AddRemote<IVersioned>());
        await caller.StartAsync();
        var remote = caller.Services.GetRequiredService<IVersioned>();
        using var older = await ClusterProcess.StartAsync("older", Address.Next(first), "ready");

        var added = await Assert.ThrowsExactlyAsync<MissingMethodException>(() => remote.AddedAsync(1));
        var changed = await Assert.ThrowsExactlyAsync<MissingMethodException>(() => remote.ChangedAsync("x"));
        var kept = await remote.KeptAsync(1);
        using var newer = ClusterHost.Build(
            Address.Next(first), static crochet => crochet.AddProxied<IVersioned, NewerVersion>().Offer<IVersioned>());
        await newer.StartAsync();
        var fromBoth = new HashSet<string>();
        for (var call = 0; call < 4; call++)
        {
            Assert.AreEqual("newer 2", await remote.AddedAsync(2));
            Assert.AreEqual("newer x", await remote.ChangedAsync("x"));
        }

        for (var call = 0; call < 4; call++)
            fromBoth.Add(await remote.KeptAsync(3));

        StringAssert.StartsWith(added.Message, "IVersioned.AddedAsync cannot be called: the process ");
        StringAssert.Contains(added.Message, "AddedAsync(System.Int32):System.String. The call never ran.");
        StringAssert.Contains(changed.Message, "It has Crochet.Tests.IVersioned.ChangedAsync(System.Int32):System.String instead.");
        Assert.AreEqual("older 1", kept);
        Assert.IsTrue(fromBoth.SetEquals(["older 3", "newer 3"]));
        await newer.StopAsync();
        await caller.StopAsync();
    }
}
