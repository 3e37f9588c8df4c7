using System.Text.Json;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Tests.Reporting;

[TestClass]
public sealed class JsonReportTests
{
    [TestMethod]
    public void Text_Report_ReadsBack()
    {
        var report = new Report();
        report.Tables.Add(new Table("blocking", ["peer", "ns/call", "missing"], [["Crochet", new Spread(1, 2, 3), null]]));
        report.Targets.Add(Target.AtMost(2, "ms", "work", double.NaN));
        report.Notes.Add("a \"quoted\" note");

        using var json = JsonDocument.Parse(JsonReport.Text(report));

        var row = json.RootElement.GetProperty("tables")[0].GetProperty("rows")[0];
        Assert.AreEqual("Crochet", row.GetProperty("peer").GetString());
        Assert.AreEqual(2, row.GetProperty("ns/call").GetProperty("median").GetDouble());
        Assert.AreEqual(JsonValueKind.Null, row.GetProperty("missing").ValueKind);
        var target = json.RootElement.GetProperty("targets")[0];
        Assert.IsFalse(target.GetProperty("isMet").GetBoolean());
        Assert.AreEqual("atMost", target.GetProperty("bound").GetString());
        Assert.AreEqual("a \"quoted\" note", json.RootElement.GetProperty("notes")[0].GetString());
    }
}
