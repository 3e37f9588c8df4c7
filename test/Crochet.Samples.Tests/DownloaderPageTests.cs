using Microsoft.Playwright;

namespace Crochet.Samples.Tests;

/// <summary>The Downloader as a person sees it, in a real browser.</summary>
[TestClass]
public sealed class DownloaderPageTests
{
    private const string Endless = "01:00:00";
    private const string Quick = "00:00:00.02";

    private static ChromiumBrowser? _browser;

    private readonly List<string> _complaints = [];

    [ClassInitialize]
    public static async Task LaunchAsync(TestContext _) => _browser = await ChromiumBrowser.LaunchAsync();

    [ClassCleanup]
    public static async Task CloseAsync() => await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Start_ShowsProgressUntilTheEnd()
    {
        await using var program = Start("--pause", Quick);
        var page = await OpenAsync(program);
        await page.GetByText("You have no downloads.").WaitForAsync();

        await StartDownloadAsync(page);
        await page.WaitForFunctionAsync("document.querySelector('progress')?.value >= 0.3");
        var title = await page.Locator("h2").TextContentAsync();
        await page.GetByText("all of it").WaitForAsync();

        Assert.AreEqual("A page that comes <b>slowly</b> & whole", title);
        Assert.Contains("<p>Piece 1 of 40 came <b>slowly</b> & whole.</p>", await page.Locator("pre").TextContentAsync() ?? "");
        Assert.IsTrue(await page.Locator("progress").IsHiddenAsync());
        Assert.IsTrue(await page.GetByText("You have no downloads.").IsHiddenAsync());
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    public async Task SeveralDownloads_HaveABarEach()
    {
        await using var program = Start("--pause", Endless);
        var page = await OpenAsync(program);

        for (var count = 1; count <= 3; count++)
        {
            await StartDownloadAsync(page);
            await page.Locator("li").Nth(count - 1).WaitForAsync();
        }

        await page.Locator("progress[value]").Nth(2).WaitForAsync();
        Assert.AreEqual(3, await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).CountAsync());
    }

    [TestMethod]
    public async Task Failure_InDevelopment_ShowsItsTrace()
    {
        await using var program = SampleProgram.StartIn(
            "Development", "Downloader", "--urls", SampleProgram.AnyPort, "--url", "/broken", "--pause", "00:00:00");
        var page = await OpenAsync(program);

        await StartDownloadAsync(page);
        await page.GetByText("The download failed.").WaitForAsync();

        Assert.Contains("PageDownloader.DownloadAsync", await page.Locator("pre").TextContentAsync() ?? "");
    }

    [TestMethod]
    public async Task Failure_InProduction_ShowsNoTrace()
    {
        await using var program = Start("--url", "/broken", "--pause", "00:00:00");
        var page = await OpenAsync(program);

        await StartDownloadAsync(page);
        await page.GetByText("The download failed. Please try again later.").WaitForAsync();

        Assert.IsTrue(await page.Locator("pre").IsHiddenAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("You have no downloads.").WaitForAsync();
    }

    [TestMethod]
    public async Task Cancel_GivesTheDownloadUp()
    {
        await using var program = Start("--pause", Endless);
        var page = await OpenAsync(program);
        await StartDownloadAsync(page);
        await program.LineWithAsync("Downloading http");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await page.GetByText("You have no downloads.").WaitForAsync();
        await program.LineWithAsync("Gave up http");
    }

    [TestMethod]
    public async Task Reload_FindsTheDownloadAgain()
    {
        await using var program = Start("--pause", Endless);
        var page = await OpenAsync(program);
        await StartDownloadAsync(page);
        await page.Locator("progress[value]").WaitForAsync();

        await page.ReloadAsync();

        await page.Locator("progress[value]").WaitForAsync();
        Assert.AreEqual(1, await page.Locator("li").CountAsync());
    }

    [TestMethod]
    public async Task SecondTab_SeesAndDoesTheSame()
    {
        await using var program = Start("--pause", Endless);
        var page = await OpenAsync(program);
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync("/");
        await tab.GetByText("You have no downloads.").WaitForAsync();

        await StartDownloadAsync(page);
        await tab.Locator("li").WaitForAsync();
        await tab.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await page.GetByText("You have no downloads.").WaitForAsync();
    }

    [TestMethod]
    public async Task SecondVisitor_SeesNothing()
    {
        await using var program = Start("--pause", Endless);
        var address = await program.AddressAsync();
        var page = await OpenAsync(address);
        await StartDownloadAsync(page);
        await page.Locator("li").WaitForAsync();

        var other = await OpenAsync(address);

        await other.GetByText("You have no downloads.").WaitForAsync();
        Assert.AreEqual(0, await other.Locator("li").CountAsync());
    }

    [TestMethod]
    public async Task Title_WithMarkup_IsShownAsText()
    {
        const string title = "<img src=x onerror=alert(1)> & \"quotes\"";
        await using var program = Start("--pause", "00:00:00", "--title", title);
        var page = await OpenAsync(program);

        await StartDownloadAsync(page);
        await page.GetByText("all of it").WaitForAsync();

        Assert.AreEqual(title, await page.Locator("h2").TextContentAsync());
        Assert.AreEqual(0, await page.Locator("img").CountAsync());
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    public async Task ServerRestarts_TheDownloadIsGoneAndAnotherCanBeStarted()
    {
        var program = Start("--pause", Endless);
        var address = await program.AddressAsync();
        var page = await OpenAsync(address);
        await StartDownloadAsync(page);
        await page.Locator("li").WaitForAsync();

        await program.DisposeAsync();
        await page.GetByText("The server does not answer.").WaitForAsync();
        await using var restarted = SampleProgram.Start(
            "Downloader", "--urls", address.GetLeftPart(UriPartial.Authority), "--pause", Endless);

        await page.GetByText("this download is gone").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("You have no downloads.").WaitForAsync();
        await StartDownloadAsync(page);
        await page.Locator("progress[value]").WaitForAsync();
    }

    [TestMethod]
    public async Task Page_FitsItsWindow()
    {
        await using var program = Start("--pause", "00:00:00.05");
        var page = await OpenAsync(program);
        await StartDownloadAsync(page);
        await page.GetByText("all of it").WaitForAsync();
        await StartDownloadAsync(page);
        await page.WaitForFunctionAsync("document.querySelector('progress').value >= 0.3");
        // It stays as it is, for all the pictures.
        await page.EvaluateAsync("() => { refresh = () => {}; clearTimeout(timer); }");

        foreach (var width in (int[])[400, 1600])
        {
            await page.SetViewportSizeAsync(width, 480);
            foreach (var colors in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colors });
                var name = $"downloader-{width}-{colors.ToString().ToLowerInvariant()}.png";
                await page.ScreenshotAsync(new() { Path = Repository.PathOf($"artifacts/screenshots/{name}") });
                Assert.AreEqual(0, await page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            }
        }
    }

    private static SampleProgram Start(params IEnumerable<string> arguments) =>
        SampleProgram.Start("Downloader", ["--urls", SampleProgram.AnyPort, .. arguments]);

    private static Task StartDownloadAsync(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Start a download" }).ClickAsync();

    private async Task<IPage> OpenAsync(SampleProgram program) => await OpenAsync(await program.AddressAsync());

    private async Task<IPage> OpenAsync(Uri address)
    {
        var page = await _browser!.NewVisitorAsync(address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync("/");
        return page;
    }
}
