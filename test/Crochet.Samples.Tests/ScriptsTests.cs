namespace Crochet.Samples.Tests;

[TestClass]
public sealed class ScriptsTests
{
    [TestMethod]
    public async Task Run_EndlessScript_IsInterruptedAndItsEngineMadeAnewWhileOthersGoOn()
    {
        await using var program = SampleProgram.Start("Scripts");

        var (exitCode, output) = await program.EndAsync();

        Assert.AreEqual(
            """
            Customer 1 on Engines-0, engine 1: 1
            Customer 2 on Engines-0, engine 1: 2
            Customer 3 on Engines-1, engine 2: 1
            A script of customer 1 never ends. Meanwhile:
            Customer 2 on Engines-0, engine 1: 3
            Customer 3 on Engines-1, engine 2: 2
            Customer 1: interrupted after 1 s.
            That engine is made anew. The other goes on:
            Customer 1 on Engines-0, engine 3: 1
            Customer 2 on Engines-0, engine 3: 2
            Customer 3 on Engines-1, engine 2: 3
            """,
            output);
        Assert.AreEqual(0, exitCode);
    }
}
