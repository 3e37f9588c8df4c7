using Microsoft.Playwright;

namespace Crochet.Samples.Tests;

/// <summary>The Downloader as a person sees it, in a real browser.</summary>
[TestClass]
public sealed class DownloaderPageTests
{
    private static ChromiumBrowser? _browser;

    [ClassInitialize]
    public static async Task LaunchAsync(TestContext _) => _browser = await ChromiumBrowser.LaunchAsync();

    [ClassCleanup]
    public static async Task CloseAsync() => await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task FirstVisit_ShowsProgress()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", "01:00:00");
        var page = await OpenAsync(program);

        var heading = await page.Locator("h1").TextContentAsync();

        Assert.AreEqual("Downloading…", heading);
        Assert.AreEqual("0 %", await page.Locator("output").TextContentAsync());
        await SaveScreenshotAsync(page, "start");
    }

    [TestMethod]
    public async Task Progress_WithJavaScript_MovesByItselfUntilTheResultIsShown()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort);
        var page = await OpenAsync(program);

        await page.WaitForFunctionAsync("document.querySelector('progress').value >= 0.5");
        await SaveScreenshotAsync(page, "progress");
        await page.Locator("h1", new() { HasText = "Here it is" }).WaitForAsync();

        Assert.Contains("<p>Piece 40 of 40 came <b>slowly</b> & whole.</p>", await page.Locator("pre").TextContentAsync() ?? "");
        await SaveScreenshotAsync(page, "result");
    }

    [TestMethod]
    public async Task Progress_WithoutJavaScript_RefreshesUntilTheResultIsShown()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--pause", "00:00:00.03");
        var page = await _browser!.NewVisitorAsync(await program.AddressAsync(), javaScript: false);
        await page.GotoAsync("/");

        await page.Locator("h1", new() { HasText = "Here it is" }).WaitForAsync();

        Assert.Contains("Piece 40 of 40", await page.Locator("pre").TextContentAsync() ?? "");
    }

    [TestMethod]
    public async Task Failure_InDevelopment_ShowsItsTraceback()
    {
        await using var program = SampleProgram.StartIn("Development", "Downloader", "--urls", SampleProgram.AnyPort, "--url", "/broken",
            "--pause", "00:00:00.02");
        var page = await OpenAsync(program);

        await page.Locator("h1", new() { HasText = "The download failed" }).WaitForAsync();

        Assert.Contains("PageDownloader.DownloadAsync", await page.Locator("pre").TextContentAsync() ?? "");
        await SaveScreenshotAsync(page, "failure-development");
    }

    [TestMethod]
    public async Task Failure_InProduction_ShowsShortMessage()
    {
        await using var program =
            SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort, "--url", "/broken", "--pause", "00:00:00.02");
        var page = await OpenAsync(program);

        await page.Locator("h1", new() { HasText = "The download failed" }).WaitForAsync();

        Assert.AreEqual("Please try again later.", await page.Locator("pre").TextContentAsync());
        await SaveScreenshotAsync(page, "failure-production");
    }

    [TestMethod]
    public async Task TwoVisitors_EachSeeTheirOwnDownload()
    {
        await using var program = SampleProgram.Start("Downloader", "--urls", SampleProgram.AnyPort);
        var address = await program.AddressAsync();
        var early = await _browser!.NewVisitorAsync(address);
        var late = await _browser.NewVisitorAsync(address);

        await early.GotoAsync("/");
        await early.WaitForFunctionAsync("document.querySelector('progress').value >= 0.5");
        var firstSightOfLate = await (await late.GotoAsync("/"))!.TextAsync();

        Assert.MatchesRegex("<progress value=\"0\\.[0-4]", firstSightOfLate);
        await SaveScreenshotAsync(early, "two-visitors-early");
        await SaveScreenshotAsync(late, "two-visitors-late");
        await early.Locator("h1", new() { HasText = "Here it is" }).WaitForAsync();
        await late.Locator("h1", new() { HasText = "Here it is" }).WaitForAsync();
    }

    private static async Task<IPage> OpenAsync(SampleProgram program)
    {
        var page = await _browser!.NewVisitorAsync(await program.AddressAsync());
        await page.GotoAsync("/");
        return page;
    }

    private static async Task SaveScreenshotAsync(IPage page, string state) =>
        await page.ScreenshotAsync(new() { Path = Repository.PathOf($"artifacts/screenshots/downloader-{state}.png") });
}
