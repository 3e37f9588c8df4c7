using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Live;

/// <summary>The snapshot has every loop, group and thread-bound object of the container.</summary>
[TestClass]
public sealed class SnapshotTests
{
    public interface IEngine
    {
        [RunInReactor]
        EventualResult Run(Task end);
    }

    public sealed class Engine
    {
        public Task RunAsync(Task end) => end;
    }

    [TestMethod]
    public async Task Loops_AreAllOfTheContainer_AndGroupsNameTheirs()
    {
        using var given = new EventLoop(new EventLoopOptions { Name = "Given" });
        await using var site = await StartAsync(services => services.AddCrochet()
            .AddLoop("Ledger").AddLoopGroup("Workers", 2).AddLoopGroup("Readers", 1).UseLoop("Theirs", given));
        using var visitor = site.NewVisitor();

        var snapshot = await visitor.GetAsync("/crochet/snapshot");

        CollectionAssert.AreEquivalent(
            new[] { site.Loop.Name, "Ledger", "Given", "Workers-0", "Workers-1", "Readers-0" },
            snapshot.GetProperty("loops").EnumerateArray().Select(static loop => loop.GetProperty("name").GetString()).ToList());
        Assert.AreEqual(
            """[{"name":"Workers","loops":["Workers-0","Workers-1"]},{"name":"Readers","loops":["Readers-0"]}]""",
            snapshot.GetProperty("groups").ToString());
    }

    [TestMethod]
    public async Task Loops_OneGivenUnderTwoNames_IsThereOnce()
    {
        using var given = new EventLoop(new EventLoopOptions { Name = "Given" });
        await using var site = await StartAsync(services => services.AddCrochet().UseLoop("One", given).UseLoop("Two", given));
        using var visitor = site.NewVisitor();

        var snapshot = await visitor.GetAsync("/crochet/snapshot");

        Assert.AreEqual(2, snapshot.GetProperty("loops").GetArrayLength());
    }

    [TestMethod]
    public async Task Objects_TellTheirLifeAndTheirCallsInFlight()
    {
        Gate making = new(), running = new();
        await using var site = await StartAsync(services => services.AddCrochet().AddLoop("Engines").AddThreadBound<IEngine, Engine>(
            async (_, _) =>
            {
                await making.Opened;
                return new Engine();
            },
            "Engines"));
        using var visitor = site.NewVisitor();
        var engine = site.App.Services.GetRequiredService<IEngine>();
        Assert.AreEqual("""{"interface":"IEngine","loop":"Engines","state":"NotMade","calls":0}""", await ObjectAsync(visitor));

        EventualResult[] calls = [engine.Run(running.Opened), engine.Run(running.Opened)];
        await CatchUpAsync(site);
        Assert.AreEqual("""{"interface":"IEngine","loop":"Engines","state":"Making","calls":2}""", await ObjectAsync(visitor));

        making.Open();
        await engine.Run(Task.CompletedTask);
        Assert.AreEqual("""{"interface":"IEngine","loop":"Engines","state":"Made","calls":2}""", await ObjectAsync(visitor));

        running.Open();
        foreach (var call in calls)
            await call;
        await CatchUpAsync(site);
        Assert.AreEqual("""{"interface":"IEngine","loop":"Engines","state":"Made","calls":0}""", await ObjectAsync(visitor));
    }

    [TestMethod]
    public async Task Objects_MadeAtTheStart_HaveNoCallForIt()
    {
        await using var site = await StartAsync(static services => services.AddCrochet()
            .AddThreadBound<IEngine, Engine>(static options => options.CreateAtStart = true));
        using var visitor = site.NewVisitor();

        Assert.AreEqual($$"""{"interface":"IEngine","loop":"{{site.Loop.Name}}","state":"Made","calls":0}""", await ObjectAsync(visitor));
    }

    [TestMethod]
    public async Task Objects_OfAGroup_AreOneForEachLoop()
    {
        await using var site = await StartAsync(
            static services => services.AddCrochet().AddLoopGroup("Workers", 2).AddThreadBound<IEngine, Engine>("Workers"));
        using var visitor = site.NewVisitor();
        site.App.Services.GetRequiredService<IEngine>();

        var objects = (await visitor.GetAsync("/crochet/snapshot")).GetProperty("objects");

        CollectionAssert.AreEqual(
            new[] { "Workers-0", "Workers-1" },
            objects.EnumerateArray().Select(static bound => bound.GetProperty("loop").GetString()).ToList());
    }

    [TestMethod]
    public async Task Objects_OfAScopeThatHasEnded_AreGone()
    {
        await using var site = await StartAsync(static services => services.AddCrochet()
            .AddThreadBound<IEngine, Engine>(static options => options.Lifetime = ServiceLifetime.Scoped));
        using var visitor = site.NewVisitor();
        var kept = new List<IEngine>();
        await using (var scope = site.App.Services.CreateAsyncScope())
        {
            kept.Add(scope.ServiceProvider.GetRequiredService<IEngine>());
            await kept[0].Run(Task.CompletedTask);
            Assert.Contains("\"Made\"", await ObjectAsync(visitor));
        }

        var snapshot = await visitor.GetAsync("/crochet/snapshot");

        Assert.AreEqual(0, snapshot.GetProperty("objects").GetArrayLength());
        GC.KeepAlive(kept);
    }

    // What the loop has had to do by now is done when this returns.
    private static async Task CatchUpAsync(TestSite site) =>
        await site.App.Services.GetRequiredKeyedService<EventLoop>("Engines").RunInReactor(static () => { });

    private static async Task<string> ObjectAsync(Visitor visitor) =>
        (await visitor.GetAsync("/crochet/snapshot")).GetProperty("objects").EnumerateArray().Single().ToString();

    private static Task<TestSite> StartAsync(Action<IServiceCollection> services) =>
        TestSite.StartAsync(services, static app => app.MapCrochet(), "Development");
}
