using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Crochet.Samples.Tests;

/// <summary>What the Downloader promises over HTTP; a visitor here is a client with cookies of its own.</summary>
[TestClass]
public sealed class DownloaderTests
{
    private const string Endless = "01:00:00";

    [TestMethod]
    public async Task Download_IsFollowedToItsEnd()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", "00:00:00.01");
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        using var started = await visitor.PostAsync("/downloads", content: null);
        var events = await visitor.GetStringAsync($"{started.Headers.Location}/events");

        Assert.AreEqual(HttpStatusCode.Accepted, started.StatusCode);
        var last = JsonElement.Parse(events.Trim().Split("\n\n")[^1]["data: ".Length..]);
        Assert.AreEqual("succeeded", last.GetProperty("status").GetString());
        Assert.AreEqual("A page that comes <b>slowly</b> & whole", last.GetProperty("result").GetProperty("title").GetString());
        Assert.AreEqual(
            last.GetProperty("progress").GetProperty("length").GetInt64(), last.GetProperty("result").GetProperty("bytes").GetInt64());
    }

    [TestMethod]
    public async Task OtherVisitor_SeesNothing()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        var address = await program.AddressAsync();
        using var one = new HttpClient { BaseAddress = address };
        using var other = new HttpClient { BaseAddress = address };
        using var started = await one.PostAsync("/downloads", content: null);

        Assert.AreEqual("[]", await other.GetStringAsync("/downloads"));
        Assert.AreEqual(HttpStatusCode.NotFound, await StatusCodeAsync(other, started.Headers.Location));
        Assert.AreEqual(HttpStatusCode.OK, await StatusCodeAsync(one, started.Headers.Location));
    }

    [TestMethod]
    public async Task Delete_GivesTheDownloadUp()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };
        using var started = await visitor.PostAsync("/downloads", content: null);
        await program.LineWithAsync("Downloading http");

        using var deleted = await visitor.DeleteAsync(started.Headers.Location);

        Assert.AreEqual(HttpStatusCode.NoContent, deleted.StatusCode);
        await program.LineWithAsync("Gave up http");
    }

    [TestMethod]
    public async Task Ended_ExpiresByTheStashsLifetime()
    {
        await using var program = SampleProgram.Start(
            "Downloader", "--urls", SampleProgram.AnyPort, "--pause", "00:00:00", "--Crochet:Loop:StashLifetime", "0.2");
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };
        using var started = await visitor.PostAsync("/downloads", content: null);
        using var hangGuard = new CancellationTokenSource(TestTimeouts.MustNotElapse);

        while (await StatusCodeAsync(visitor, started.Headers.Location) != HttpStatusCode.NotFound)
            hangGuard.Token.ThrowIfCancellationRequested();

        Assert.AreEqual("[]", await visitor.GetStringAsync("/downloads"));
    }

    [TestMethod]
    public async Task OneTooMany_IsRefused()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };
        for (var count = 0; count < 10; count++)
        {
            using var accepted = await visitor.PostAsync("/downloads", content: null);
            Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        using var refused = await visitor.PostAsync("/downloads", content: null);

        Assert.AreEqual(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.AreEqual(10, (await visitor.GetFromJsonAsync<JsonElement>("/downloads")).GetArrayLength());
    }

    [TestMethod]
    public async Task AddressInTheQuery_IsIgnored()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        using var started = await visitor.PostAsync("/downloads?url=http://127.0.0.1:1/secret", content: null);

        await program.LineWithAsync($"Downloading {visitor.BaseAddress}slow");
    }

    [TestMethod]
    public async Task CtrlC_DuringADownload_EndsIt()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };
        using var started = await visitor.PostAsync("/downloads", content: null);
        using var events = await visitor.GetAsync($"{started.Headers.Location}/events", HttpCompletionOption.ResponseHeadersRead);
        await program.LineWithAsync("Downloading http");

        program.Interrupt();
        var (exitCode, _) = await program.EndAsync();

        Assert.AreEqual(0, exitCode);
    }

    private static async Task<HttpStatusCode> StatusCodeAsync(HttpClient visitor, Uri? address)
    {
        using var response = await visitor.GetAsync(address);
        return response.StatusCode;
    }
}
