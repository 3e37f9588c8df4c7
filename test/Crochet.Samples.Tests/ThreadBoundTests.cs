namespace Crochet.Samples.Tests;

[TestClass]
public sealed class ThreadBoundTests
{
    [TestMethod]
    public async Task Run_ShowsAllCallsRefusedWithoutTheLoopAndNoneWithIt()
    {
        await using var program = SampleProgram.Start("ThreadBound");

        var (exitCode, output) = await program.EndAsync();

        Assert.AreEqual(
            """
            32 threads press a button 100 times each.
            Without Crochet: 0 presses, 3200 refused
            With Crochet: 3200 presses, 0 refused
            """,
            output);
        Assert.AreEqual(0, exitCode);
    }
}
