namespace Crochet.Benchmarks.Tests;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public void Parse_Nothing_RunsAllAtLength()
    {
        var settings = Settings.Parse([]);

        Assert.IsFalse(settings.IsShort);
        Assert.IsTrue(settings.Includes("anything"));
    }

    [TestMethod]
    public void Parse_AllOptions_AreTaken()
    {
        var settings = Settings.Parse(["--short", "--filter", "timers, Posts", "--json", "a.json", "--svg", "plots"]);

        Assert.IsTrue(settings.IsShort);
        Assert.IsTrue(settings.Includes("timers"));
        Assert.IsTrue(settings.Includes("posts"));
        Assert.IsFalse(settings.Includes("stash"));
        Assert.AreEqual("a.json", settings.JsonFile);
        Assert.AreEqual("plots", settings.SvgFolder);
    }

    [TestMethod]
    public void Parse_UnknownOption_Throws() => Assert.ThrowsExactly<ArgumentException>(() => Settings.Parse(["--fast"]));

    [TestMethod]
    public void Parse_MissingValue_Throws() => Assert.ThrowsExactly<ArgumentException>(() => Settings.Parse(["--json"]));
}
