namespace Crochet.Samples.Tests;

[TestClass]
public sealed class TestingTests
{
    [TestMethod]
    public async Task Run_PrintsWhatProxyAndImplementationReturn()
    {
        await using var program = SampleProgram.Start("Testing");

        var (exitCode, output) = await program.EndAsync();

        Assert.AreEqual(
            """
            The proxy returns Crochet.EventualResult`1[System.Int32]
            Waiting for it returns 3
            The raw implementation returns 3
            Total: 3
            """,
            output);
        Assert.AreEqual(0, exitCode);
    }
}
