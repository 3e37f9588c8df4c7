using System.Diagnostics;

namespace Crochet.Tests.Process;

[TestClass]
public sealed class CastleTests
{
    private const string Results = "3 3 3 3 3 3 4 6; Castle: ";

    [TestMethod]
    public async Task CompiledProxies_OfEveryKind_LoadNothingOfCastle()
    {
        Assert.AreEqual(Results, await RunAsync());
    }

    [TestMethod]
    public async Task WithoutRunTimeProxies_UncompiledInterfaces_AreRefusedAndCompiledOnesRun()
    {
        Assert.AreEqual(
            "CRO028 CRO028 CRO028 CRO028 CRO028" + Environment.NewLine + Results, await RunAsync(Program.WithoutRunTimeProxies));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(CastleTests).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Close();
        return (await process.StandardOutput.ReadToEndAsync().WaitAsync(TestTimeouts.MustNotElapse)).TrimEnd('\n', '\r');
    }
}
