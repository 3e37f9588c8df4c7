using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Tests.Reporting;

[TestClass]
public sealed class NumbersTests
{
    [TestMethod]
    [DataRow(0, "0")]
    [DataRow(0.8512, "0.851")]
    [DataRow(1.5, "1.5")]
    [DataRow(12.345, "12.3")]
    [DataRow(123.45, "123")]
    [DataRow(1234567.8, "1,234,568")]
    [DataRow(double.NaN, "NaN")]
    public void Text_Number_HasThreeSignificantDigits(double number, string expected) =>
        Assert.AreEqual(expected, Numbers.Text(number));

    [TestMethod]
    public void Text_Spread_ShowsQuartilesBehindMedian() => Assert.AreEqual("2 (1 to 3)", Numbers.Text(new Spread(1, 2, 3)));

    [TestMethod]
    public void Text_Nothing_IsEmpty() => Assert.AreEqual("", Numbers.Text((object?)null));
}
