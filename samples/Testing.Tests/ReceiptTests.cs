using Crochet;
using Moq;

namespace Testing.Tests;

[TestClass]
public sealed class ReceiptTests
{
    #region raw
    [TestMethod]
    public void Add_OnRawImplementation_ReturnsSum()
    {
        var calculator = new Calculator();

        var sum = calculator.Add(1, 2);

        Assert.AreEqual(3, sum);
    }
    #endregion

    #region double
    [TestMethod]
    public void Print_WithDouble_ShowsWhatTheDoubleReturns()
    {
        var calculator = new Mock<ICalculator>();
        calculator.Setup(c => c.Add(1, 2)).Returns(EventualResult.FromResult(42));

        var text = new Receipt(calculator.Object).Print(1, 2);

        Assert.AreEqual("Total: 42", text);
    }

    [TestMethod]
    public void Print_WithDoubleThatFails_ThrowsWhatTheDoubleThrew()
    {
        var calculator = new Mock<ICalculator>();
        calculator.Setup(c => c.Add(1, 2)).Returns(EventualResult.FromException<int>(new OverflowException()));

        Assert.ThrowsExactly<OverflowException>(() => new Receipt(calculator.Object).Print(1, 2));
    }
    #endregion

    #region loop
    [TestMethod]
    public void Print_OverRealLoop_ShowsSum()
    {
        using var loop = new EventLoop();
        loop.Start();
        var calculator = CrochetProxy.Create<ICalculator>(new Calculator(), loop);

        var text = new Receipt(calculator).Print(1, 2);

        Assert.AreEqual("Total: 3", text);
    }
    #endregion
}
