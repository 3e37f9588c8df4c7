using Microsoft.Playwright;

namespace Crochet.Tests;

/// <summary>The machine's own Chromium, without a window; tests that need one are skipped where there is none.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] _arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<ChromiumBrowser> LaunchAsync()
    {
        var path = FindOnPath();
        if (path is null)
            Assert.Inconclusive("There is no Chromium on the PATH; on Debian, `apt-get install chromium` brings one.");

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = _arguments });
        return new ChromiumBrowser(playwright, browser);
    }

    /// <summary>A page of a visitor who shares no cookie with any other.</summary>
    public async Task<IPage> NewVisitorAsync(Uri site, bool javaScript = true)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = site.ToString(), JavaScriptEnabled = javaScript });
        context.SetDefaultTimeout((float)TestTimeouts.MustNotElapse.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? FindOnPath() => (
        from directory in Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []
        from name in _names
        select Path.Combine(directory, name)).FirstOrDefault(File.Exists);
}
