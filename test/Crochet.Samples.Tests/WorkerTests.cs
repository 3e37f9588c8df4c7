using System.Globalization;
using System.Text.RegularExpressions;

namespace Crochet.Samples.Tests;

[TestClass]
public sealed partial class WorkerTests
{
    [TestMethod]
    public async Task FailedInvoice_ThatNobodyWaitsFor_IsLogged()
    {
        await using var program = SampleProgram.Start("Worker");

        await program.LineWithAsync("from the web desk");
        await program.LineWithAsync("from the phone desk");
        await program.LineWithAsync("Order 5 has no address");
    }

    [TestMethod]
    public async Task CtrlC_LetsInvoicesInFlightEnd()
    {
        await using var program = SampleProgram.Start("Worker");
        await program.LineWithAsync("Order 2 ");

        program.Interrupt();
        var (exitCode, output) = await program.EndAsync();

        int[] counts =
            [.. Counts().Match(output).Groups.Values.Skip(1).Select(count => int.Parse(count.Value, CultureInfo.InvariantCulture))];
        Assert.IsTrue(counts is [>= 2 and var orders, var sent, var failed] && orders == sent + failed, output);
        Assert.AreEqual(0, exitCode);
    }

    [GeneratedRegex(@"(\d+) orders, (\d+) invoices sent, (\d+) failed")]
    private static partial Regex Counts();
}
