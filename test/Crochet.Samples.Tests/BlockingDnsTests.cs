namespace Crochet.Samples.Tests;

[TestClass]
public sealed class BlockingDnsTests
{
    [TestMethod]
    public async Task Localhost_IsPrintedWithItsAddress()
    {
        await using var program = SampleProgram.Start("BlockingDns", "localhost");

        var (exitCode, output) = await program.EndAsync();

        Assert.Contains(output, ["localhost -> 127.0.0.1", "localhost -> ::1"]);
        Assert.AreEqual(0, exitCode);
    }

    [TestMethod]
    public async Task UnknownName_PrintsErrorWithLoopsStackTrace()
    {
        await using var program = SampleProgram.Start("BlockingDns", "no-such-name.invalid");

        var (exitCode, output) = await program.EndAsync();

        Assert.Contains("SocketException", output);
        Assert.Contains("SystemDns.GetHostByNameAsync", output);
        Assert.AreEqual(1, exitCode);
    }

    [TestMethod]
    [DataRow]
    [DataRow("")]
    [DataRow("one", "two")]
    public async Task NotOneName_PrintsUsage(params string[] arguments)
    {
        await using var program = SampleProgram.Start("BlockingDns", arguments);

        var (exitCode, output) = await program.EndAsync();

        Assert.AreEqual("Usage: BlockingDns HOST", output);
        Assert.AreEqual(2, exitCode);
    }
}
