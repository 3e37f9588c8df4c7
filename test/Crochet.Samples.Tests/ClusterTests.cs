namespace Crochet.Samples.Tests;

[TestClass]
public sealed class ClusterTests
{
    [TestMethod]
    public async Task Run_CallsBothWorkersKillsOneAndGoesOnWithTheOther()
    {
        await using var program = SampleProgram.Start("Cluster");

        var announcement = (await program.LineWithAsync("The processes ")).Split(' ');
        var (first, second) = (announcement[6], announcement[8]);
        await program.LineWithAsync("Calls take turns:");
        string[] turns = [await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync()];
        await program.LineWithAsync("A key stays where it is:");
        string[] keyed = [await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync()];
        await program.LineWithAsync($"The process {first} is killed");
        await program.LineWithAsync("IPrices.Negotiate was lost, noticed after ");
        await program.LineWithAsync("The other goes on:");
        string[] left = [await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync(), await ProcessOfAsync()];
        var (exitCode, _) = await program.EndAsync();

        CollectionAssert.AreEquivalent(new[] { first, second, first, second }, turns);
        Assert.HasCount(1, keyed.Distinct());
        CollectionAssert.AreEqual(new[] { second, second, second, second }, left);
        Assert.AreEqual(0, exitCode);

        // "  chair 1: 11 by the process 4711 for Ada".
        async Task<string> ProcessOfAsync() => (await program.LineWithAsync(" by the process ")).Split(" by the process ")[1].Split(' ')[0];
    }
}
