namespace Crochet.Samples.Tests;

[TestClass]
public sealed class ExchangeRateTests
{
    [TestMethod]
    public async Task Page_BeforeTheFirstRate_SaysUnavailable()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--urls", SampleProgram.AnyPort, "--period", "01:00:00");
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };

        var page = await client.GetStringAsync("/");

        Assert.Contains("unavailable", page);
    }

    [TestMethod]
    public async Task Page_AfterFailedFetches_ShowsTheRateOfLaterOnes()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--urls", SampleProgram.AnyPort, "--period", "00:00:00.1");
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };
        await program.LineWithAsync("503");
        await program.LineWithAsync("503");

        var page = await client.GetStringAsync("/");

        Assert.MatchesRegex("1 € = 1\\.0[78]\\d\\d \\$", page);
    }

    [TestMethod]
    public async Task Page_LeftOpen_RefreshesByItself()
    {
        await using var browser = await ChromiumBrowser.LaunchAsync();
        await using var program = SampleProgram.Start("ExchangeRate", "--urls", SampleProgram.AnyPort, "--period", "00:00:00.2");
        var page = await browser.NewVisitorAsync(await program.AddressAsync(), javaScript: false);
        await page.GotoAsync("/");
        var first = await page.Locator("p").TextContentAsync();

        var another = page.Locator("p", new() { HasText = "1 €", HasNotTextString = first });
        await another.WaitForAsync();

        await page.ScreenshotAsync(new() { Path = Repository.PathOf("artifacts/screenshots/exchange-rate.png") });
    }

    [TestMethod]
    public async Task CtrlC_EndsCleanly()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--urls", SampleProgram.AnyPort);
        await program.AddressAsync();

        program.Interrupt();
        var (exitCode, _) = await program.EndAsync();

        Assert.AreEqual(0, exitCode);
    }
}
