using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Results;

[TestClass]
public sealed class StatusTests
{
    public interface IJobs
    {
        [RunInReactor]
        EventualResult<Report> Write(string title);
    }

    public sealed record Report(string ReportTitle, DateOnly WrittenOn, string? Note = null);

    public sealed class Jobs
    {
        public Report Write(string title) => new(title, new DateOnly(2026, 1, 2));
    }

    private sealed class Loop
    {
        public Loop Self => this;
    }

    [TestMethod]
    public async Task Get_Succeeded_HasTheValueByTheApplicationsOptions()
    {
        await using var site = await TestSite.StartAsync(static services =>
        {
            services.AddCrochet().AddProxied<IJobs, Jobs>();
            services.ConfigureHttpJsonOptions(static json =>
            {
                json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper;
                json.SerializerOptions.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseUpper;
                json.SerializerOptions.WriteIndented = true;
            });
        });
        site.Work = () => site.App.Services.GetRequiredService<IJobs>().Write("<b>Q1</b>");
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");
        await events.NextAsync("succeeded");

        for (var round = 0; round < 2; round++)
        {
            var status = await visitor.GetAsync($"/results/{id}");

            Assert.AreEqual("IJobs.Write", status.GetProperty("call").GetString());
            Assert.AreEqual("succeeded", status.GetProperty("status").GetString());
            Assert.AreEqual("<b>Q1</b>", status.GetProperty("result").GetProperty("REPORT_TITLE").GetString());
            Assert.AreEqual("2026-01-02", status.GetProperty("result").GetProperty("WRITTEN_ON").GetString());
        }
    }

    [TestMethod]
    public async Task Get_SucceededBeforeItWasAccepted_StillNamesTheMember()
    {
        await using var site = await TestSite.StartAsync(static services => services.AddCrochet().AddProxied<IJobs, Jobs>());
        var result = site.App.Services.GetRequiredService<IJobs>().Write("Q1");
        await result;
        site.Work = () => result;
        using var visitor = site.NewVisitor();

        var status = await visitor.StartAsync();

        Assert.AreEqual("IJobs.Write", status.GetProperty("call").GetString());
        Assert.AreEqual("succeeded", status.GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Get_NoValue_IsNull()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();

        var status = await visitor.StartAsync();

        Assert.AreEqual(JsonValueKind.Null, status.GetProperty("result").ValueKind);
        Assert.IsFalse(status.TryGetProperty("error", out _));
    }

    [TestMethod]
    [DataRow("Development", null, true)]
    [DataRow("Production", null, false)]
    [DataRow("Production", true, true)]
    [DataRow("Development", false, false)]
    public async Task Get_Failed_ShowsTheExceptionWhereAllowed(string environment, bool? showFailures, bool shows)
    {
        await using var site = await TestSite.StartAsync(environment: environment, results: options => options.ShowFailures = showFailures);
        site.Work = static () => EventualResult.FromException(new InvalidDataException("No such ledger."));
        using var visitor = site.NewVisitor();

        var error = (await visitor.StartAsync()).GetProperty("error");

        Assert.AreEqual(500, error.GetProperty("status").GetInt32());
        Assert.AreEqual("The call failed.", error.GetProperty("title").GetString());
        Assert.AreEqual(shows, error.ToString().Contains("No such ledger.", StringComparison.Ordinal));
        Assert.AreEqual(shows, error.ToString().Contains("InvalidDataException", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Get_ValueThatCannotBeWritten_SaysSoAndKeepsTheListReadable()
    {
        await using var site = await TestSite.StartAsync();
        site.Work = static () => EventualResult.FromResult(new Loop());
        using var visitor = site.NewVisitor();
        await visitor.StartAsync();
        site.Work = static () => EventualResult.FromResult(1);
        await visitor.StartAsync();

        var list = await visitor.GetAsync("/results");

        Assert.AreEqual("failed", list[0].GetProperty("status").GetString());
        Assert.AreEqual("The result cannot be written as JSON.", list[0].GetProperty("error").GetProperty("title").GetString());
        Assert.AreEqual(1, list[1].GetProperty("result").GetInt32());
        Assert.IsNotEmpty(site.Log.At(LogLevel.Error).Where(static entry => entry.Exception is JsonException));
    }

    [TestMethod]
    public async Task List_IsOldestFirst()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();
        var ids = new List<string>();
        for (var index = 0; index < 5; index++)
            ids.Add(await visitor.StartAndGetIdAsync());

        var list = await visitor.GetAsync("/results");

        CollectionAssert.AreEqual(ids, list.EnumerateArray().Select(static status => status.GetProperty("id").GetString()).ToList());
    }

    [TestMethod]
    public async Task Delete_Pending_CancelsTheCallAndForgetsTheResult()
    {
        await using var site = await TestSite.StartAsync();
        var result = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => result;
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();
        using var events = await visitor.FollowAsync($"/results/{id}/events");
        await events.NextAsync("awaiting");

        using var deletion =
            await visitor.SendAsync(HttpMethod.Delete, $"/results/{id}", static request => request.Content = new StringContent("{]"));

        Assert.AreEqual(HttpStatusCode.NoContent, deletion.StatusCode);
        await events.NextAsync("cancelled");
        await events.AssertEndAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => result.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        Assert.AreEqual(HttpStatusCode.NotFound, await visitor.GetStatusCodeAsync($"/results/{id}"));
        Assert.AreEqual("[]", (await visitor.GetAsync("/results")).ToString());
        using var again = await visitor.SendAsync(HttpMethod.Delete, $"/results/{id}");
        Assert.AreEqual(HttpStatusCode.NotFound, again.StatusCode);
    }

    [TestMethod]
    public async Task NotFound_IsTheSameForEveryReason()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();
        using var other = site.NewVisitor();
        var deleted = await visitor.StartAndGetIdAsync();
        using (await visitor.SendAsync(HttpMethod.Delete, $"/results/{deleted}"))
        {
        }

        var foreign = await other.StartAndGetIdAsync();
        using var newcomer = site.NewVisitor();
        var answers = new HashSet<string>();

        foreach (var id in (string[])[
            deleted, foreign, new string('0', 32), "x", "-1", "99999999999999999999999999", "..%2f..", "'\"<b>", "%F0%9F%92%A3",
            new('a', 3_000)])
        {
            answers.Add(await visitor.GetAnswerAsync(HttpMethod.Get, $"/results/{id}"));
            answers.Add(await visitor.GetAnswerAsync(HttpMethod.Get, $"/results/{id}/events"));
            answers.Add(await visitor.GetAnswerAsync(HttpMethod.Delete, $"/results/{id}"));
            answers.Add(await newcomer.GetAnswerAsync(HttpMethod.Get, $"/results/{id}"));
        }

        Assert.HasCount(1, answers, string.Join('\n', answers));
        Assert.StartsWith("NotFound", answers.Single());
    }

    [TestMethod]
    [DataRow("/results", "GET")]
    [DataRow("/results/x", "DELETE, GET")]
    [DataRow("/results/x/events", "GET")]
    public async Task OtherMethods_AreNotAllowed(string address, string allowed)
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();

        foreach (var method in (string[])["POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"])
        {
            using var response = await visitor.SendAsync(new HttpMethod(method), address);
            Assert.AreEqual(HttpStatusCode.MethodNotAllowed, response.StatusCode, method);
            Assert.AreEqual(allowed, string.Join(", ", response.Content.Headers.Allow.Order()));
        }
    }
}
