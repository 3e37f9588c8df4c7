namespace Crochet.Samples.Tests;

[TestClass]
public sealed class SensorsTests
{
    [TestMethod]
    public async Task Run_CalibratesReadsAndAcknowledgesTheAlarm()
    {
        await using var program = SampleProgram.Start("Sensors");

        var (exitCode, output) = await program.EndAsync();

        Assert.Contains("Calibrating", output);
        Assert.Contains("The thermometer is 0.25 degrees off.", output);
        for (var reading = 0; reading < 12; reading++)
            Assert.Contains($"{20 + reading}.25 degrees", output);
        Assert.Contains("Alarm: 30.25 degrees, acknowledged.", output);
        Assert.AreEqual(0, exitCode);
    }
}
