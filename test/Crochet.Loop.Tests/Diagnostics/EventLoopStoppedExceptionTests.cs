namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopStoppedExceptionTests
{
    [TestMethod]
    public void Constructor_NameOfALoop_IsInTheMessage()
    {
        var exception = new EventLoopStoppedException("Kitchen");

        Assert.AreEqual("Kitchen", exception.LoopName);
        Assert.Contains("Kitchen", exception.Message);
    }
}
