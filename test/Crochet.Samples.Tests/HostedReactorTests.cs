using System.Net;
using System.Text.RegularExpressions;
using Crochet.Tests;

namespace Crochet.Samples.Tests;

[TestClass]
public sealed partial class HostedReactorTests
{
    [TestMethod]
    public async Task Visit_IsAskedByAnotherThreadAndCountedByTheOneThatRunsTheLoop()
    {
        await using var program = SampleProgram.Start("HostedReactor", "--urls", SampleProgram.AnyPort);
        using var client = new HttpClient { BaseAddress = await program.AddressAsync() };
        var announcement = await program.LineWithAsync("runs the loop");
        var loopThread = Digits().Match(announcement).Value;

        var first = await client.GetStringAsync("/");
        var second = await client.GetStringAsync("/");

        Assert.MatchesRegex($"^Visit 1: thread \\d+ asked, thread {loopThread} counted", first);
        Assert.MatchesRegex($"^Visit 2: thread \\d+ asked, thread {loopThread} counted", second);
        Assert.DoesNotContain($"thread {loopThread} asked", first);
    }

    [TestMethod]
    public async Task LoopsPage_IsThereInDevelopmentAlone()
    {
        await using var development = SampleProgram.StartIn("Development", "HostedReactor", "--urls", SampleProgram.AnyPort);
        await using var production = SampleProgram.Start("HostedReactor", "--urls", SampleProgram.AnyPort);
        using var shown = new HttpClient { BaseAddress = await development.AddressAsync() };
        using var hidden = new HttpClient { BaseAddress = await production.AddressAsync() };

        var snapshot = await shown.GetStringAsync("/crochet/snapshot");
        using var page = await shown.GetAsync("/crochet");
        using var closed = await hidden.GetAsync("/crochet");

        Assert.Contains("\"name\":\"Crochet\",\"state\":\"Running\"", snapshot);
        Assert.AreEqual("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.AreEqual(HttpStatusCode.NotFound, closed.StatusCode);
    }

    [TestMethod]
    public async Task CtrlC_EndsLoopAndServer()
    {
        await using var program = SampleProgram.Start("HostedReactor", "--urls", SampleProgram.AnyPort);
        await program.LineWithAsync("runs the loop");

        using var lateness = new Lateness();
        program.Interrupt();
        var (exitCode, output) = await program.EndAsync();

        Assert.Contains("The loop has stopped.", output);
        Assert.AreEqual(0, exitCode);
        lateness.AssertWithin(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [GeneratedRegex("\\d+")]
    private static partial Regex Digits();
}
