using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Crochet.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Results;

/// <summary>Results over HTTP are kept in the container's stash: it says how many, and for how long.</summary>
[TestClass]
public sealed class StashTests
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(20);

    private readonly FakeTimeProvider _time = new();

    [TestMethod]
    public async Task Ended_PastTheLifetime_IsTheSame404AsAnyOther()
    {
        await using var site = await StartAsync();
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        _time.Advance(_lifetime - TimeSpan.FromSeconds(1));
        Assert.AreEqual(HttpStatusCode.OK, await visitor.GetStatusCodeAsync($"/results/{id}"));

        _time.Advance(TimeSpan.FromSeconds(1));

        var unknown = await visitor.GetAnswerAsync(HttpMethod.Get, $"/results/{new string('0', 32)}");
        Assert.AreEqual(unknown, await visitor.GetAnswerAsync(HttpMethod.Get, $"/results/{id}"));
        Assert.AreEqual(unknown, await visitor.GetAnswerAsync(HttpMethod.Get, $"/results/{id}/events"));
        Assert.AreEqual(unknown, await visitor.GetAnswerAsync(HttpMethod.Delete, $"/results/{id}"));
        Assert.AreEqual("[]", (await visitor.GetAsync("/results")).ToString());
    }

    [TestMethod]
    public async Task Ended_NobodyAsksAgain_LeavesNothing()
    {
        await using var site = await StartAsync();
        using var visitor = site.NewVisitor();
        await visitor.StartAsync();
        var results = site.App.Services.GetRequiredService<KeptResults>();
        Assert.AreEqual(1, results.Count);

        _time.Advance(_lifetime);

        Assert.AreEqual(0, results.Count);
        Assert.AreEqual(0, site.App.Services.GetRequiredService<ResultStash>().Count);
    }

    [TestMethod]
    public async Task Pending_PastTheLifetime_IsKeptUntilItHasEndedForSoLong()
    {
        await using var site = await StartAsync();
        var source = new TaskCompletionSource();
        site.Work = () => EventualResult.FromTask(source.Task);
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();

        _time.Advance(_lifetime * 10);
        Assert.AreEqual(HttpStatusCode.OK, await visitor.GetStatusCodeAsync($"/results/{id}"));
        source.SetResult();
        _time.Advance(_lifetime - TimeSpan.FromSeconds(1));
        Assert.AreEqual(HttpStatusCode.OK, await visitor.GetStatusCodeAsync($"/results/{id}"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual(HttpStatusCode.NotFound, await visitor.GetStatusCodeAsync($"/results/{id}"));
    }

    [TestMethod]
    public async Task FullStash_IsAnsweredWith503AndTheCallCancelled()
    {
        await using var site = await TestSite.StartAsync(static services => services.AddSingleton(new ResultStash(capacity: 1)));
        using var visitor = site.NewVisitor();
        using var other = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        var call = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => call;

        using var refused = await other.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.AreEqual(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(503, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
        await Assert.ThrowsAsync<OperationCanceledException>(() => call.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        site.Work = static () => EventualResult.Completed;
        using var deleted = await visitor.SendAsync(HttpMethod.Delete, $"/results/{id}");
        await other.StartAsync();
    }

    [TestMethod]
    public async Task FullStash_OfTheLoopsOptions_IsTheOneThatRefuses()
    {
        await using var site = await TestSite.StartAsync(
            static services => services.Configure<CrochetOptions>(static options => options.Loop.Stash = new ResultStash(capacity: 1)));
        using var visitor = site.NewVisitor();
        site.Loop.RunInReactor(static () => 1).Stash();

        using var refused = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [TestMethod]
    public async Task Kept_NoRetrieveTakesIt()
    {
        await using var site = await StartAsync();
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        var stash = site.App.Services.GetRequiredService<ResultStash>();

        Assert.AreEqual(1, stash.Count);
        Assert.IsFalse(stash.TryRetrieve(StashId.Parse(id), out _));
        Assert.IsFalse(stash.TryPeek(StashId.Parse(id), out _));
        Assert.ThrowsExactly<KeyNotFoundException>(() => stash.Retrieve(StashId.Parse(id)));

        Assert.AreEqual(HttpStatusCode.OK, await visitor.GetStatusCodeAsync($"/results/{id}"));
    }

    [TestMethod]
    public async Task Kept_WithoutAddCrochet_IsInAStashOfItsOwn()
    {
        var services = new ServiceCollection().AddCrochetResults();
        await using var provider = services.BuildServiceProvider();
        var results = provider.GetRequiredService<KeptResults>();

        var (kept, _) = results.TryKeep("me", EventualResult.FromResult(5));

        Assert.AreSame(kept, results.Find("me", kept!.Id.ToString()));
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.Configure<CrochetOptions>(static options => options.Loop.StashLifetime = _lifetime);
    });
}
