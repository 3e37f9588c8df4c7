namespace Crochet.Tests.Problems;

[TestClass]
public sealed class CrochetConfigurationExceptionTests
{
    [TestMethod]
    public void Constructor_Problems_AreKeptAndTold()
    {
        var exception = new CrochetConfigurationException([new("CRO010", "IDns", "IDns: no member is marked.")]);

        Assert.AreEqual("CRO010", exception.Problems.Single().Id);
        Assert.Contains("IDns: no member is marked.", exception.Message);
    }
}
