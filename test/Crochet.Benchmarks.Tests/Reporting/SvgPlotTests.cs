using System.Globalization;
using System.Xml.Linq;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Tests.Reporting;

[TestClass]
public sealed class SvgPlotTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    [TestMethod]
    public void Draw_TwoLines_IsWellFormedAndNamesBoth()
    {
        var svg = Draw(new Line("Crochet", [At(1), At(2)]), new Line("A <&> B", [At(10), At(2000)]));

        var texts = svg.Descendants(_svg + "text").Select(text => text.Value).ToArray();
        CollectionAssert.IsSubsetOf(new[] { "Title", "callers", "1", "4", "Crochet", "A <&> B", "1 us", "1 ms" }, texts);
        Assert.AreEqual(2, svg.Descendants(_svg + "path").Count());
    }

    [TestMethod]
    public void Draw_EqualCosts_NamesDoNotOverlap()
    {
        var svg = Draw(new Line("A", [At(5), At(5)]), new Line("B", [At(5), At(5)]));

        var heights = svg.Descendants(_svg + "text").Where(text => text.Value is "A" or "B").Select(text => Number(text, "y")).ToArray();
        Assert.IsGreaterThanOrEqualTo(13, Math.Abs(heights[0] - heights[1]));
    }

    [TestMethod]
    public void Draw_OneCostForAll_StaysInsideThePicture()
    {
        var svg = Draw(new Line("A", [At(1), At(1)]));

        foreach (var circle in svg.Descendants(_svg + "circle"))
        {
            Assert.IsInRange(0, 760, Number(circle, "cx"));
            Assert.IsInRange(0, 440, Number(circle, "cy"));
        }
    }

    [TestMethod]
    public void Draw_CultureWithDecimalComma_StillWritesPoints()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var svg = Draw(new Line("A", [At(1.5), At(2.5)]));

            Assert.DoesNotContain(",", svg.Descendants(_svg + "circle").First().Attribute("cy")!.Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static Spread At(double microseconds) => new(microseconds * 0.9, microseconds, microseconds * 1.1);

    private static XElement Draw(params Line[] lines) =>
        XElement.Parse(SvgPlot.Draw(new Plot("id", "Title", "callers", ["1", "4"], lines)));

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
