using Crochet.Samples.Tests;
using Microsoft.Playwright;

namespace Crochet.Tests.Live;

/// <summary>The loops' page as a person sees it, in a real browser.</summary>
[TestClass]
public sealed class LivePageBrowserTests
{
    private const string Address = "/base/ops/loops";

    private static ChromiumBrowser? _browser;

    private readonly List<string> _complaints = [];

    [ClassInitialize]
    public static async Task LaunchAsync(TestContext _) => _browser = await ChromiumBrowser.LaunchAsync();

    [ClassCleanup]
    public static async Task CloseAsync() => await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Page_ShowsWhatTheLoopsDo()
    {
        await using var site = await LiveSite.StartAsync();
        using var work = new BusyLoops(site.Loop);
        var page = await OpenAsync(site);

        await page.GetByText("BusyLoops.ImportAsync", new() { Exact = true }).First.WaitForAsync();

        Assert.Contains("holds the thread for", await page.Locator(".holder").First.TextContentAsync() ?? "");
        Assert.Contains("2 queued", await page.Locator("#summary").TextContentAsync() ?? "");
        Assert.AreEqual("Running", await page.Locator(".title .badge").First.TextContentAsync());
        Assert.Contains("Crochet waits for Ledger", await page.Locator("#wait-list").TextContentAsync() ?? "");
        Assert.AreEqual(2, await page.Locator("#graph rect").CountAsync());
        Assert.AreEqual("Live", await page.Locator("#connection").TextContentAsync());
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    [DataRow(400, ColorScheme.Light)]
    [DataRow(400, ColorScheme.Dark)]
    [DataRow(1600, ColorScheme.Light)]
    [DataRow(1600, ColorScheme.Dark)]
    public async Task Page_FitsItsWindow(int width, ColorScheme colors)
    {
        await using var site = await LiveSite.StartAsync();
        using var work = new BusyLoops(site.Loop);
        var page = await OpenAsync(site, width, colors);
        await page.GetByText("BusyLoops.ImportAsync", new() { Exact = true }).First.WaitForAsync();
        await page.Locator(".graph path:not(.area)[d*=L]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

        var overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

        await page.ScreenshotAsync(new()
        {
            Path = Repository.PathOf($"artifacts/screenshots/loops-{width}-{colors.ToString().ToLowerInvariant()}.png"),
            FullPage = true,
        });
        Assert.AreEqual(0, overhang);
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    public async Task Page_MarkupInANames_IsShownAsText()
    {
        const string name = "<img src=x onerror=alert(1)> & \"quotes\"";
        await using var site = await LiveSite.StartAsync(loopName: name);
        var page = await OpenAsync(site);

        await page.Locator(".loop h2", new() { HasText = name }).WaitForAsync();

        Assert.AreEqual(0, await page.Locator("img").CountAsync());
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    public async Task Page_Follows()
    {
        await using var site = await LiveSite.StartAsync();
        var page = await OpenAsync(site);
        await page.GetByText("The thread is free.").WaitForAsync();
        var gate = new Gate();

        _ = site.Loop.RunInReactor(gate.Pass);

        await page.GetByText("Gate.Pass holds the thread").WaitForAsync();
        gate.Open();
        await page.GetByText("The thread is free.").WaitForAsync();
    }

    [TestMethod]
    public async Task Page_ServerRestarts_ConnectsAgain()
    {
        var site = await LiveSite.StartAsync(loopName: "Before");
        var port = site.Address.Port;
        var page = await OpenAsync(site);
        await page.Locator(".loop h2", new() { HasText = "Before" }).WaitForAsync();

        await site.DisposeAsync();
        await page.Locator("#connection", new() { HasText = "Trying again" }).WaitForAsync();
        await using var restarted = await LiveSite.StartAsync(loopName: "After", port: port);

        await page.Locator(".loop h2", new() { HasText = "After" }).WaitForAsync();
        Assert.AreEqual("Live", await page.Locator("#connection").TextContentAsync());
    }

    [TestMethod]
    public async Task Page_ByKeyboard_PausesAndGoesOn()
    {
        await using var site = await LiveSite.StartAsync();
        var page = await OpenAsync(site);
        await page.Locator("#connection", new() { HasText = "Live" }).WaitForAsync();

        await page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("Skip to the loops", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("Pause", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Enter");

        await page.Locator("#connection", new() { HasText = "Paused" }).WaitForAsync();
        Assert.AreEqual("Go on", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#connection", new() { HasText = "Live" }).WaitForAsync();
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.textContent");

    private async Task<IPage> OpenAsync(LiveSite site, int width = 1200, ColorScheme colors = ColorScheme.Light)
    {
        var page = await _browser!.NewVisitorAsync(site.Address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = colors });
        await page.GotoAsync(Address);
        return page;
    }
}
