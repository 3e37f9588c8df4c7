using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Crochet.Tests.Live;

/// <summary>The loops' page as a person sees it, in a real browser.</summary>
[TestClass]
public sealed partial class LivePageBrowserTests
{
    public interface IScanner
    {
        [RunInReactor]
        EventualResult Scan();
    }

    public sealed class Scanner
    {
        public Task ScanAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private const string Address = "/base/ops/loops";

    private static ChromiumBrowser? _browser;

    private readonly List<string> _complaints = [];

    // Held, or it could be collected: nothing but its token could end it.
    private EventualResult? _scan;

    [ClassInitialize]
    public static async Task LaunchAsync(TestContext _) => _browser = await ChromiumBrowser.LaunchAsync();

    [ClassCleanup]
    public static async Task CloseAsync() => await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCleanup]
    public void EndScan() => _scan?.Cancel();

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
    public async Task Page_ShowsGroupsAndThreadBoundObjects()
    {
        await using var site = await StartWithScannersAsync();
        var page = await OpenAsync(site);

        await page.Locator("#object-rows tr").Nth(1).WaitForAsync();

        Assert.AreEqual(2, await page.GetByText("in the group Scanners", new() { Exact = true }).CountAsync());
        Assert.AreEqual("IScannerScanners-0Made1", await page.Locator("#object-rows tr").First.TextContentAsync());
        Assert.AreEqual("IScannerScanners-1NotMade0", await page.Locator("#object-rows tr").Nth(1).TextContentAsync());
        Assert.Contains("3 loops, 1 group", await page.Locator("#summary").TextContentAsync() ?? "");
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    [TestMethod]
    public async Task Page_FitsItsWindow()
    {
        await using var site = await StartWithScannersAsync();
        using var work = new BusyLoops(site.Loop);
        var page = await OpenAsync(site);
        // Four moments in each graph, so that there is a line to see.
        await Assertions.Expect(page.Locator(".graph path.area + path").First)
            .ToHaveAttributeAsync("d", FourMoments(), new() { Timeout = (float)TestTimeouts.MustNotElapse.TotalMilliseconds });
        // It stays as it is, for all the pictures.
        await page.Locator("#pause").ClickAsync();
        await page.Locator("#connection", new() { HasText = "Paused" }).WaitForAsync();

        foreach (var width in (int[])[400, 1600])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var colors in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colors });
                var name = $"loops-{width}-{colors.ToString().ToLowerInvariant()}.png";
                await page.ScreenshotAsync(new() { Path = Repository.PathOf($"artifacts/screenshots/{name}"), FullPage = true });
                Assert.AreEqual(0, await page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            }
        }

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

    // The first of them scans, and does not end; the second has a timer.
    private async Task<LiveSite> StartWithScannersAsync()
    {
        var site = await LiveSite.StartAsync(static services => services.AddCrochet()
            .AddLoopGroup("Scanners", 2).AddThreadBound<IScanner, Scanner>("Scanners"));
        _scan = site.App.Services.GetRequiredService<IScanner>().Scan();
        var scanners = site.App.Services.GetRequiredKeyedService<EventLoopGroup>("Scanners");
        Wait.Until(() => scanners[0].GetSnapshot().PendingCount == 1);
        scanners[1].CallEvery(TimeSpan.FromMilliseconds(20), static () => { });
        return site;
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.textContent");

    [GeneratedRegex("(L[^L]*){3}")]
    private static partial Regex FourMoments();

    private async Task<IPage> OpenAsync(LiveSite site)
    {
        var page = await _browser!.NewVisitorAsync(site.Address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.SetViewportSizeAsync(1200, 900);
        await page.GotoAsync(Address);
        return page;
    }
}
