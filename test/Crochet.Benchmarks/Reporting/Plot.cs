using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Reporting;

/// <summary>Costs in microseconds over a few places on the x axis, which stand at equal distances; y is logarithmic.</summary>
internal sealed record Plot(string Id, string Title, string XLabel, IReadOnlyList<string> Places, IReadOnlyList<Line> Lines)
{
    /// <summary>A line for each contestant, from the standings at each place.</summary>
    public static Plot Of(string id, string title, string xLabel, IReadOnlyList<string> places,
        IEnumerable<IEnumerable<Standing>> fields) => new(
        id, title, xLabel, places,
        [
            .. fields.SelectMany(field => field)
                .GroupBy(standing => standing.Name, standing => standing.Cost.Scale(1e-3))
                .Select(costs => new Line(costs.Key, [.. costs])),
        ]);
}
