using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Tests.Reporting;

[TestClass]
public sealed class TargetTests
{
    [TestMethod]
    [DataRow(1.9, true)]
    [DataRow(2.0, true)]
    [DataRow(2.1, false)]
    [DataRow(double.NaN, false)]
    public void AtMost_IsMet_UpToTheLimit(double measured, bool isMet) =>
        Assert.AreEqual(isMet, Target.AtMost(2, "ms", "work", measured).IsMet);

    [TestMethod]
    [DataRow(1.9, false)]
    [DataRow(2.0, true)]
    [DataRow(2.1, true)]
    [DataRow(double.NaN, false)]
    public void AtLeast_IsMet_FromTheLimit(double measured, bool isMet) =>
        Assert.AreEqual(isMet, Target.AtLeast(2, "ms", "work", measured).IsMet);
}
