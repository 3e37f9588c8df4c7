using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Results;

[TestClass]
public sealed class EventTests
{
    [TestMethod]
    public async Task Follow_FromTheQueueToTheEnd_TellsEachPhase()
    {
        await using var site = await TestSite.StartAsync();
        Gate busy = new(), running = new(), awaiting = new();
        site.Loop.Post(busy.Pass);
        site.Work = () => site.Loop.RunInReactor(async () =>
        {
            running.Pass();
            await awaiting.Opened;
            return 5;
        });
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");

        Assert.AreEqual("queued", StatusOf(await events.NextAsync()));
        busy.Open();
        Assert.AreEqual("running", StatusOf(await events.NextAsync()));
        running.Open();
        Assert.AreEqual("awaiting", StatusOf(await events.NextAsync()));
        awaiting.Open();
        var last = await events.NextAsync();

        Assert.AreEqual("succeeded", StatusOf(last));
        Assert.AreEqual(5, last.GetProperty("result").GetInt32());
        await events.AssertEndAsync();
    }

    [TestMethod]
    public async Task Follow_Progress_IsToldByTheApplicationsOptions()
    {
        await using var site = await TestSite.StartAsync();
        Gate half = new(), all = new();
        site.Work = () => site.Loop.RunInReactor<Part>(async (progress, _) =>
        {
            await half.Opened;
            progress.Report(new Part(1, 2));
            await all.Opened;
            progress.Report(new Part(2, 2));
        });
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");
        Assert.AreEqual(JsonValueKind.Null, (await events.NextAsync("awaiting")).GetProperty("progress").ValueKind);

        half.Open();
        var middle = await events.NextAsync();
        all.Open();
        var last = await events.NextAsync("succeeded");

        Assert.AreEqual("""{"partsDone":1,"partsInAll":2}""", middle.GetProperty("progress").ToString());
        Assert.AreEqual("""{"partsDone":2,"partsInAll":2}""", last.GetProperty("progress").ToString());
    }

    private sealed record Part(int PartsDone, int PartsInAll);

    [TestMethod]
    public async Task Follow_AfterTheEnd_TellsItOnce()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();

        using var events = await visitor.FollowAsync($"/results/{id}/events");

        Assert.AreEqual("succeeded", StatusOf(await events.NextAsync()));
        await events.AssertEndAsync();
    }

    [TestMethod]
    [DataRow("9999999999999999999999999999")]
    [DataRow("-1")]
    [DataRow("\u00e9\u0001")]
    public async Task Follow_WithAnOddLastEventId_TellsTheStatusNow(string lastEventId)
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();

        using var events = await visitor.FollowAsync($"/results/{id}/events", lastEventId);

        Assert.AreEqual("succeeded", StatusOf(await events.NextAsync()));
    }

    [TestMethod]
    public async Task Follow_HostBeginsToStop_Ends()
    {
        await using var site = await TestSite.StartAsync();
        var gate = new Gate();
        site.Work = () => site.Loop.RunInReactor(() => gate.Opened);
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");
        await events.NextAsync("awaiting");

        site.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await events.AssertEndAsync();
        gate.Open();
    }

    [TestMethod]
    public async Task Follow_ThousandReaders_CostNoThreadEach()
    {
        const int readers = 1_000;
        await using var site = await TestSite.StartAsync();
        var gate = new Gate();
        site.Work = () => site.Loop.RunInReactor(() => gate.Opened);
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        var events = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => visitor.FollowAsync($"/results/{id}/events")));
        foreach (var reader in events)
            await reader.NextAsync("awaiting");

        Assert.IsLessThan(100, ThreadPool.ThreadCount);
        gate.Open();

        foreach (var reader in events)
        {
            await reader.NextAsync("succeeded");
            await reader.AssertEndAsync();
            reader.Dispose();
        }
    }

    [TestMethod]
    public async Task Follow_ReaderGoes_LeavesNothing()
    {
        await using var site = await TestSite.StartAsync();
        var gate = new Gate();
        site.Work = () => site.Loop.RunInReactor(() => gate.Opened);
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        var watch = site.App.Services.GetRequiredService<Keeping.PhaseWatch>();
        using (var events = await visitor.FollowAsync($"/results/{id}/events"))
        {
            await events.NextAsync("awaiting");
            Assert.AreEqual(1, watch.Count);
        }

        Wait.Until(() => watch.Count == 0);
        gate.Open();
    }

    private static string? StatusOf(JsonElement status) => status.GetProperty("status").GetString();
}
