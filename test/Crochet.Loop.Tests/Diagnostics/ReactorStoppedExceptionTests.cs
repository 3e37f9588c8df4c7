namespace Crochet.Tests;

[TestClass]
public sealed class ReactorStoppedExceptionTests
{
    [TestMethod]
    public void Constructor_NameOfALoop_IsInTheMessage()
    {
        var exception = new ReactorStoppedException("Kitchen");

        Assert.AreEqual("Kitchen", exception.LoopName);
        Assert.Contains("Kitchen", exception.Message);
    }
}
