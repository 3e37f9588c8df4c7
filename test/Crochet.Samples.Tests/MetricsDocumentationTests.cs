using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crochet.Samples.Tests;

/// <summary>The page of the metrics and the dashboard name what the code measures, all of it and nothing else.</summary>
[TestClass]
public sealed partial class MetricsDocumentationTests
{
    private static readonly string[] _labels = ["crochet_loop_name", "crochet_call_name", "crochet_call_outcome"];

    [TestMethod]
    public void Page_HasEachInstrumentWithItsKindAndUnit()
    {
        var documented = InstrumentRow().Matches(File.ReadAllText(Repository.PathOf("docs/metrics.md")))
            .Select(static row => $"{row.Groups["name"]}, {row.Groups["kind"]}, {row.Groups["unit"]}");

        var measured = Instruments().Select(static instrument => $"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}");
        CollectionAssert.AreEquivalent(measured.ToList(), documented.ToList());
    }

    [TestMethod]
    public void Dashboard_ShowsEachInstrumentAndNothingElse()
    {
        var known = Instruments().Select(PrometheusNameOf).ToList();

        var shown = Panels()
            .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(static target => PrometheusName().Matches(target.GetProperty("expr").GetString()!))
            .Select(static name => name.Value.Replace("_bucket", "", StringComparison.Ordinal))
            .Distinct()
            .Except(_labels)
            .ToList();

        CollectionAssert.AreEquivalent(known, shown);
    }

    [TestMethod]
    public void Dashboard_PanelsHaveTheirOwnIdsAndPlaces()
    {
        var panels = Panels();

        CollectionAssert.AllItemsAreUnique(panels.Select(static panel => panel.GetProperty("id").GetInt32()).ToList());
        CollectionAssert.AllItemsAreUnique(panels.Select(static panel => panel.GetProperty("title").GetString()).ToList());
        foreach (var panel in panels)
        {
            foreach (var other in panels.TakeWhile(other => !other.Equals(panel)))
                Assert.IsFalse(Overlap(panel.GetProperty("gridPos"), other.GetProperty("gridPos")), $"{panel} is over {other}");
        }
    }

    private static bool Overlap(JsonElement one, JsonElement other) => Overlap(one, other, "x", "w") && Overlap(one, other, "y", "h");

    private static bool Overlap(JsonElement one, JsonElement other, string start, string length) =>
        one.GetProperty(start).GetInt32() < other.GetProperty(start).GetInt32() + other.GetProperty(length).GetInt32()
        && other.GetProperty(start).GetInt32() < one.GetProperty(start).GetInt32() + one.GetProperty(length).GetInt32();

    private static List<JsonElement> Panels() =>
        [.. JsonElement.Parse(File.ReadAllText(Repository.PathOf("docs/grafana/crochet.json"))).GetProperty("panels").EnumerateArray()];

    // The instruments are there once somebody has made a call.
    private static List<Instrument> Instruments()
    {
        using var loop = new EventLoop(new EventLoopOptions { Name = "Measured" });
        loop.Start();
        loop.WaitFor(TestTimeouts.MustNotElapse, static () => { });
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Crochet")
                instruments.Add(instrument);
        };
        listener.Start();
        Assert.IsNotEmpty(instruments);
        return instruments;
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or ObservableCounter<long> => "counter",
        UpDownCounter<long> or ObservableUpDownCounter<long> => "up-down counter",
        Histogram<double> => "histogram",
        _ => instrument.GetType().Name,
    };

    // As OpenTelemetry's exporters write it: units in braces are only for people.
    private static string PrometheusNameOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + KindOf(instrument) switch { "counter" => "_total", "histogram" => "_seconds", _ => "" };

    [GeneratedRegex("^\\| `(?<name>crochet[.\\w]+)` \\| (?<kind>[\\w -]+) \\| `(?<unit>[^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex("crochet_\\w+")]
    private static partial Regex PrometheusName();
}
