using System.Text.Json;

namespace Crochet.Samples.Tests;

/// <summary>What all samples have in common that serve HTTP.</summary>
[TestClass]
public sealed class WebSampleTests
{
    [TestMethod]
    [DataRow("Downloader")]
    [DataRow("ExchangeRate")]
    [DataRow("HostedReactor")]
    public async Task Urls_ChooseWhereItListens(string sample)
    {
        await using var program = SampleProgram.Start(sample, "--urls", SampleProgram.AnyPort);
        var address = await program.AddressAsync();
        using var client = new HttpClient { BaseAddress = address };

        using var response = await client.GetAsync("/");

        Assert.IsTrue(response.IsSuccessStatusCode);
        Assert.AreNotEqual(LaunchProfile(sample).GetProperty("applicationUrl").GetString(), address.OriginalString);
    }

    [TestMethod]
    [DataRow("Downloader")]
    [DataRow("ExchangeRate")]
    [DataRow("HostedReactor")]
    public void LaunchSettings_AreForDevelopmentOnThisMachineAlone(string sample)
    {
        var profile = LaunchProfile(sample);

        Assert.AreEqual("Development", profile.GetProperty("environmentVariables").GetProperty("ASPNETCORE_ENVIRONMENT").GetString());
        Assert.IsTrue(new Uri(profile.GetProperty("applicationUrl").GetString()!).IsLoopback);
    }

    private static JsonElement LaunchProfile(string sample)
    {
        var settings = File.ReadAllText(Repository.PathOf($"samples/{sample}/Properties/launchSettings.json"));
        return JsonSerializer.Deserialize<JsonElement>(settings).GetProperty("profiles").GetProperty(sample);
    }
}
