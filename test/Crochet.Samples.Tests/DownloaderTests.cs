namespace Crochet.Samples.Tests;

/// <summary>What the Downloader promises of its sessions; a visitor here is a client with cookies of its own.</summary>
[TestClass]
public sealed class DownloaderTests
{
    private const string Endless = "01:00:00";

    [TestMethod]
    public async Task SecondVisit_FindsTheDownloadOfTheFirst()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        await visitor.GetStringAsync("/");
        await visitor.GetStringAsync("/");

        Assert.AreEqual(1, await CountDownloadsAsync(program));
    }

    [TestMethod]
    public async Task OtherVisitor_StartsADownloadOfTheirOwn()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        var address = await program.AddressAsync();
        using var one = new HttpClient { BaseAddress = address };
        using var other = new HttpClient { BaseAddress = address };

        await one.GetStringAsync("/");
        await other.GetStringAsync("/");

        Assert.AreEqual(2, await CountDownloadsAsync(program));
    }

    [TestMethod]
    public async Task ExpiredId_StartsAfresh()
    {
        // Forty pieces: longer than the request waits, so that the download is stashed, and it ends, so that its time begins.
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", "00:00:00.01",
            "--Crochet:Loop:StashLifetime", "00:00:00.2");
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        await visitor.GetStringAsync("/");
        await program.LineWithAsync("expired");
        await visitor.GetStringAsync("/");

        Assert.AreEqual(2, await CountDownloadsAsync(program));
    }

    [TestMethod]
    public async Task IdInUseByAnotherRequest_StillShowsProgress()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };
        await visitor.GetStringAsync("/");

        var pages = await Task.WhenAll(visitor.GetStringAsync("/"), visitor.GetStringAsync("/"));

        foreach (var page in pages)
            Assert.Contains("<h1>Downloading…</h1>", page);
    }

    [TestMethod]
    public async Task AddressInTheQuery_IsIgnored()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", Endless);
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        await visitor.GetStringAsync("/?url=http://127.0.0.1:1/secret");

        await program.LineWithAsync($"Downloading {visitor.BaseAddress}slow");
    }

    [TestMethod]
    public async Task Result_IsEncoded()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", "00:00:00");
        using var visitor = new HttpClient { BaseAddress = await program.AddressAsync() };

        string page;
        do
            page = await visitor.GetStringAsync("/");
        while (page.Contains("<h1>Downloading…</h1>", StringComparison.Ordinal));

        Assert.Contains("&lt;b&gt;slowly&lt;/b&gt; &amp; whole", page);
    }

    private static async Task<int> CountDownloadsAsync(SampleProgram program)
    {
        program.Interrupt();
        var (exitCode, output) = await program.EndAsync();
        Assert.AreEqual(0, exitCode);
        return output.Split("Downloading http").Length - 1;
    }
}
