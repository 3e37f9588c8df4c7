using System.Text.RegularExpressions;
using Crochet.Tests;

namespace Crochet.Samples.Tests;

[TestClass]
public sealed partial class HostedReactorTests
{
    [TestMethod]
    public async Task Visit_IsAskedByAnotherThreadAndCountedByTheOneThatRunsTheReactor()
    {
        await using var program = SampleProgram.Start("HostedReactor", "--port", "0");
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };
        var announcement = await program.LineWithAsync("runs the reactor");
        var reactorThread = Digits().Match(announcement).Value;

        var first = await client.GetStringAsync("/");
        var second = await client.GetStringAsync("/");

        Assert.MatchesRegex($"^Visit 1: thread \\d+ asked, thread {reactorThread} counted", first);
        Assert.MatchesRegex($"^Visit 2: thread \\d+ asked, thread {reactorThread} counted", second);
        Assert.DoesNotContain($"thread {reactorThread} asked", first);
    }

    [TestMethod]
    public async Task CtrlC_EndsReactorAndServer()
    {
        await using var program = SampleProgram.Start("HostedReactor", "--port", "0");
        await program.LineWithAsync("runs the reactor");

        using var lateness = new Lateness();
        program.Interrupt();
        var (exitCode, output) = await program.EndAsync();

        Assert.Contains("The reactor has stopped.", output);
        Assert.AreEqual(0, exitCode);
        lateness.AssertWithin(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [GeneratedRegex("\\d+")]
    private static partial Regex Digits();
}
