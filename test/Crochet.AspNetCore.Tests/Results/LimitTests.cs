using System.Net;
using Crochet.Keeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crochet.Tests.Results;

[TestClass]
public sealed class LimitTests
{
    [TestMethod]
    public async Task OneTooMany_IsAnsweredWith429AndItsCallCancelled()
    {
        await using var site = await TestSite.StartAsync(results: static options => options.MaxPerOwner = 1);
        var calls = new Queue<EventualResult>();
        site.Work = () =>
        {
            calls.Enqueue(site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token)));
            return calls.Last();
        };
        using var visitor = site.NewVisitor();
        using var other = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();

        using var refused = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.AreEqual("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        await Assert.ThrowsAsync<OperationCanceledException>(() => calls.Last().AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        await other.StartAsync();
        using var deleted = await visitor.SendAsync(HttpMethod.Delete, $"/results/{id}");
        await visitor.StartAsync();
        foreach (var call in calls)
            call.Cancel();
    }

    [TestMethod]
    public async Task ConcurrentRequests_KeepToTheLimit()
    {
        const int limit = 5;
        await using var site = await TestSite.StartAsync(results: static options => options.MaxPerOwner = limit);
        var gate = new Gate();
        site.Work = static () => EventualResult.Completed;
        using var visitor = site.NewVisitor();
        await visitor.StartAsync();
        site.Work = () => site.Loop.RunInReactor(() => gate.Opened);

        var responses =
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => visitor.SendAsync(HttpMethod.Post, "/jobs"))));

        Assert.AreEqual(limit, responses.Count(static response => response.StatusCode == HttpStatusCode.Accepted));
        Assert.AreEqual(35, responses.Count(static response => response.StatusCode == HttpStatusCode.TooManyRequests));
        gate.Open();
    }

    [TestMethod]
    public async Task Ended_TheOneThatEndedFirstIsForgottenFirst()
    {
        await using var site = await TestSite.StartAsync(results: static options => options.MaxPerOwner = 2);
        using var visitor = site.NewVisitor();
        var gates = new[] { new Gate(), new Gate(), new Gate() };
        var ids = new List<string>();
        // The first to start is the last to end.
        foreach (var gate in gates.Take(2))
        {
            site.Work = () => site.Loop.RunInReactor(() => gate.Opened);
            ids.Add(await visitor.StartAndGetIdAsync());
        }

        await EndAsync(visitor, ids[1], gates[1]);
        site.Work = () => site.Loop.RunInReactor(() => gates[2].Opened);
        ids.Add(await visitor.StartAndGetIdAsync());
        await EndAsync(visitor, ids[0], gates[0]);
        await EndAsync(visitor, ids[2], gates[2]);

        var results = site.App.Services.GetRequiredService<KeptResults>();
        Wait.Until(() => results.Count == 2);
        var list = await visitor.GetAsync("/results");
        CollectionAssert.AreEqual(
            new[] { ids[0], ids[2] }, list.EnumerateArray().Select(static status => status.GetProperty("id").GetString()).ToList());
        Assert.AreEqual(HttpStatusCode.NotFound, await visitor.GetStatusCodeAsync($"/results/{ids[1]}"));
    }

    [TestMethod]
    public async Task EndedOnes_DoNotCount()
    {
        await using var site = await TestSite.StartAsync(results: static options => options.MaxPerOwner = 1);
        using var visitor = site.NewVisitor();

        for (var round = 0; round < 20; round++)
        {
            var source = new TaskCompletionSource();
            site.Work = () => EventualResult.FromTask(source.Task);
            await visitor.StartAsync();
            source.SetResult();
        }
    }

    [TestMethod]
    public async Task AddCrochetResults_Again_IsTheSameConfiguredFurther()
    {
        await using var site = await TestSite.StartAsync(
            static services => services.AddCrochetResults(static options => options.MaxPerOwner = 1).AddCrochetResults(),
            results: static options => options.ShowFailures = true);
        using var visitor = site.NewVisitor();
        site.Work = static () => EventualResult.FromException(new InvalidDataException("No such ledger."));
        var failed = await visitor.StartAsync();
        site.Work = static () => EventualResult.FromTask(new TaskCompletionSource().Task);
        await visitor.StartAsync();

        using var refused = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual("No such ledger.", failed.GetProperty("error").GetProperty("detail").GetString());
        Assert.AreEqual(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.ContainsSingle(site.App.Services.GetServices<KeptResults>());
    }

    [TestMethod]
    public async Task MaxPerOwner_LessThanOne_IsAnErrorAtStart()
    {
        var exception = await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => TestSite.StartAsync(results: static options => options.MaxPerOwner = 0));

        Assert.Contains("MaxPerOwner", exception.Message);
    }

    private static async Task EndAsync(Visitor visitor, string id, Gate gate)
    {
        using var events = await visitor.FollowAsync($"/results/{id}/events");
        gate.Open();
        await events.NextAsync("succeeded");
    }
}
