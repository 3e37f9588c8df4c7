using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Results;

[TestClass]
public sealed class AcceptedTests
{
    [TestMethod]
    public async Task Accepted_Pending_AnswersWithItsAddressAndStatus()
    {
        await using var site = await TestSite.StartAsync();
        var gate = new Gate();
        site.Work = () => site.Loop.RunInReactor(() => gate.Opened);
        using var visitor = site.NewVisitor();

        using var response = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        var status = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
        Assert.AreEqual($"/results/{status.GetProperty("id").GetString()}", response.Headers.Location!.OriginalString);
        Assert.AreEqual("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.IsTrue(response.Headers.CacheControl!.NoStore);
        Assert.IsTrue(status.GetProperty("status").GetString() is "queued" or "running" or "awaiting");
        Assert.AreEqual(JsonValueKind.Null, status.GetProperty("progress").ValueKind);
        Assert.IsFalse(status.TryGetProperty("result", out _));
        Assert.IsFalse(status.TryGetProperty("error", out _));
        gate.Open();
    }

    [TestMethod]
    public async Task Accepted_UnderAPathBaseAndInAGroup_AnswersWithTheWholeAddress()
    {
        await using var site = await TestSite.StartAsync(map: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGroup("/api/v1").MapCrochetResults("/work");
            app.MapCrochetResults("/second");
        });
        using var visitor = site.NewVisitor();

        using var response = await visitor.SendAsync(HttpMethod.Post, "/base/jobs");

        var location = response.Headers.Location!.OriginalString;
        Assert.StartsWith("/base/api/v1/work/", location);
        Assert.AreEqual("succeeded", (await visitor.GetAsync(location)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Accepted_ResultWithoutALoop_IsFollowedToo()
    {
        await using var site = await TestSite.StartAsync();
        var source = new TaskCompletionSource<int>();
        site.App.MapPost("/tasks", () => CrochetResults.Accepted(source.Task));
        using var visitor = site.NewVisitor();

        var started = await visitor.StartAsync("/tasks");
        source.SetResult(7);

        Assert.AreEqual("awaiting", started.GetProperty("status").GetString());
        var ended = await visitor.GetAsync($"/results/{started.GetProperty("id").GetString()}");
        Assert.AreEqual("succeeded", ended.GetProperty("status").GetString());
        Assert.AreEqual(7, ended.GetProperty("result").GetInt32());
    }

    [TestMethod]
    public async Task Accepted_RequestEnds_CallGoesOn()
    {
        await using var site = await TestSite.StartAsync();
        var gate = new Gate();
        site.Work = () => site.Loop.RunInReactor(async token =>
        {
            await gate.Opened.WaitAsync(token);
            return "done";
        });
        string id;
        using var visitor = site.NewVisitor();
        id = await visitor.StartAndGetIdAsync();

        gate.Open();
        using var events = await visitor.FollowAsync($"/results/{id}/events");

        Assert.AreEqual("done", (await events.NextAsync("succeeded")).GetProperty("result").GetString());
    }

    [TestMethod]
    public async Task Accepted_Fails_IsLoggedAsAnErrorAndCountsAsRetrieved()
    {
        await using var site = await TestSite.StartAsync();
        var unobserved = 0;
        site.Loop.UnobservedFailure += (_, _) => Interlocked.Increment(ref unobserved);
        site.Work = () => site.Loop.RunInReactor(async () =>
        {
            await Task.Yield();
            throw new InvalidDataException("No such ledger.");
        });
        using var visitor = site.NewVisitor();

        await visitor.StartAsync();

        var entry = site.Log.Next(static entry => entry.Category == "Crochet.AspNetCore");
        Assert.AreEqual(LogLevel.Error, entry.Level);
        Assert.IsInstanceOfType<InvalidDataException>(entry.Exception);
        await site.Loop.StopAsync();
        Assert.AreEqual(0, unobserved);
    }

    [TestMethod]
    public async Task Accepted_Cancelled_IsNotLogged()
    {
        await using var site = await TestSite.StartAsync();
        var result = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => result;
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");

        result.Cancel();

        await events.NextAsync("cancelled");
        Assert.IsEmpty(site.Log.At(LogLevel.Error));
    }

    [TestMethod]
    public async Task Accepted_NeverRan_IsAnsweredWith503AndNotKept()
    {
        await using var site = await TestSite.StartAsync();
        site.Work = static () => EventualResult.FromException(new EventLoopOverloadedException("Engine", "IJobs.Run", 10));
        using var visitor = site.NewVisitor();

        using var response = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.AreEqual(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(0, (await visitor.GetAsync("/results")).GetArrayLength());
    }

    [TestMethod]
    public async Task Accepted_WithoutMappedResults_SaysWhatToCallAndCancels()
    {
        await using var site = await TestSite.StartAsync(map: static app => app.UseRouting());
        var result = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => result;
        using var visitor = site.NewVisitor();

        var exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => visitor.SendAsync(HttpMethod.Post, "/jobs"));

        Assert.Contains("MapCrochetResults", exception.Message);
        await Assert.ThrowsAsync<OperationCanceledException>(() => result.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Accepted_WithoutAddedResults_SaysWhatToCall()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var accepted = CrochetResults.Accepted(EventualResult.Completed);

        var exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => accepted.ExecuteAsync(new DefaultHttpContext { RequestServices = services }));

        Assert.Contains("AddCrochetResults", exception.Message);
    }

    [TestMethod]
    public void MapCrochetResults_WithoutAddedResults_SaysWhatToCall()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => app.MapCrochetResults());

        Assert.Contains("AddCrochetResults", exception.Message);
    }

    [TestMethod]
    public void Accepted_Null_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetResults.Accepted(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => CrochetResults.Accepted((Task<int>)null!));
    }
}
