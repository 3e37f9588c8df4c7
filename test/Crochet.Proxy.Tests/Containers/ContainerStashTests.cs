using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Containers;

/// <summary>A container has one stash, for all the loops that it makes.</summary>
[TestClass]
public sealed class ContainerStashTests
{
    [TestMethod]
    public async Task ResultStash_IsOneForAllLoopsOfTheContainer()
    {
        var services = new ServiceCollection();
        services.AddCrochet().AddLoop("engine").AddLoopGroup("workers", 2);
        await using var provider = services.BuildServiceProvider();

        var stash = provider.GetRequiredService<ResultStash>();

        Assert.AreSame(stash, provider.GetRequiredService<EventLoop>().Stash);
        Assert.AreSame(stash, provider.GetRequiredKeyedService<EventLoop>("engine").Stash);
        Assert.AreSame(stash, provider.GetRequiredKeyedService<EventLoopGroup>("workers")[1].Stash);
    }

    [TestMethod]
    public async Task ResultStash_LoopGivenWithUseLoop_KeepsItsOwn()
    {
        using var given = new EventLoop();
        var services = new ServiceCollection();
        services.AddCrochet().UseLoop(given).AddLoop("engine");
        await using var provider = services.BuildServiceProvider();

        var stash = provider.GetRequiredService<ResultStash>();

        Assert.AreNotSame(stash, given.Stash);
        Assert.AreSame(stash, provider.GetRequiredKeyedService<EventLoop>("engine").Stash);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task ResultStash_OfTheApplication_IsTheOneOfItsLoops(bool isRegisteredFirst)
    {
        var own = new ResultStash(capacity: 5);
        var services = new ServiceCollection();
        if (isRegisteredFirst)
            services.AddSingleton(own);
        services.AddCrochet().AddLoop("engine");
        if (!isRegisteredFirst)
            services.AddSingleton(own);
        await using var provider = services.BuildServiceProvider();

        Assert.AreSame(own, provider.GetRequiredService<ResultStash>());
        Assert.AreSame(own, provider.GetRequiredService<EventLoop>().Stash);
        Assert.AreSame(own, provider.GetRequiredKeyedService<EventLoop>("engine").Stash);
    }

    [TestMethod]
    public async Task ResultStash_OfTheLoopsOptions_IsTheContainers()
    {
        var own = new ResultStash();
        var services = new ServiceCollection();
        services.AddCrochet(options => options.Loop.Stash = own);
        await using var provider = services.BuildServiceProvider();

        Assert.AreSame(own, provider.GetRequiredService<ResultStash>());
        Assert.AreSame(own, provider.GetRequiredService<EventLoop>().Stash);
    }

    [TestMethod]
    public async Task ResultStash_FollowsTheContainersTimeAndTheLoopsLifetime()
    {
        var time = new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddCrochet(static options => options.Loop.StashLifetime = TimeSpan.FromMinutes(3));
        await using var provider = services.BuildServiceProvider();
        var stash = provider.GetRequiredService<ResultStash>();
        var id = stash.Store(EventualResult.Completed);

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.IsTrue(stash.TryPeek(id, out _));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsFalse(stash.TryPeek(id, out _));
    }
}
