namespace Crochet.Tests;

[TestClass]
public sealed class ReferenceTests
{
    [TestMethod]
    public void Loop_KnowsNoContainerAndNoProxies()
    {
        var references = typeof(EventLoop).Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal));

        Assert.AreSequenceEqual(["Microsoft.Extensions.Logging.Abstractions"], references);
    }
}
