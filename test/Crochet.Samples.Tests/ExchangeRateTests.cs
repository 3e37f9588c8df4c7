namespace Crochet.Samples.Tests;

[TestClass]
public sealed class ExchangeRateTests
{
    [TestMethod]
    public async Task Page_BeforeTheFirstRate_SaysUnavailable()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--port", "0", "--period", "01:00:00");
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };

        var page = await client.GetStringAsync("/");

        Assert.Contains("unavailable, please refresh", page);
    }

    [TestMethod]
    public async Task Page_AfterFailedFetches_ShowsTheRateOfLaterOnes()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--port", "0", "--period", "00:00:00.1");
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };
        await program.LineWithAsync("503");
        await program.LineWithAsync("503");

        var page = await client.GetStringAsync("/");

        Assert.MatchesRegex("1 € = 1\\.0[78]\\d\\d \\$", page);
    }

    [TestMethod]
    public async Task CtrlC_EndsCleanly()
    {
        await using var program = SampleProgram.Start("ExchangeRate", "--port", "0");
        await program.AddressAsync();

        program.Interrupt();
        var (exitCode, _) = await program.EndAsync();

        Assert.AreEqual(0, exitCode);
    }
}
