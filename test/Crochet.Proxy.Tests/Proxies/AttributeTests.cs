using System.Reflection;

namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class AttributeTests
{
    [TestMethod]
    public void WaitFor_Seconds_AreKeptAsGiven()
    {
        var attribute = new WaitForAttribute(2.5);

        Assert.AreEqual(2.5, attribute.Seconds);
        Assert.AreEqual(TimeSpan.FromSeconds(2.5), attribute.Timeout);
    }

    [TestMethod]
    [DataRow(-1.0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(double.NegativeInfinity)]
    [DataRow(double.MaxValue)]
    public void WaitFor_WithAnySeconds_CanBeConstructed(double seconds)
    {
        Assert.AreEqual(seconds, new WaitForAttribute(seconds).Seconds);
    }

    [TestMethod]
    [DataRow(double.PositiveInfinity)]
    [DataRow(double.MaxValue)]
    public void WaitFor_TimeoutThatIsNoTimeSpan_ThrowsOverflow(double seconds)
    {
        Assert.ThrowsExactly<OverflowException>(() => new WaitForAttribute(seconds).Timeout);
    }

    [TestMethod]
    public void WaitFor_TimeoutThatIsNotANumber_ThrowsArgument()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new WaitForAttribute(double.NaN).Timeout);
    }

    [TestMethod]
    [DataRow(typeof(WaitForAttribute))]
    [DataRow(typeof(RunInReactorAttribute))]
    public void Attributes_Usage_IsMethodsPropertiesAndInterfaces(Type attribute)
    {
        var usage = attribute.GetCustomAttribute<AttributeUsageAttribute>()!;

        Assert.AreEqual(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface, usage.ValidOn);
        Assert.IsFalse(usage.AllowMultiple);
    }
}
