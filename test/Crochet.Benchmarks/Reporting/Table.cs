using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Reporting;

/// <summary>Rows of one workload; a cell is a name, a number, a spread of numbers, or null where nothing was measured.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Contestants side by side: costs as they are, and in the reference's.</summary>
    public static Table Of(string title, IEnumerable<Standing> standings, Standing reference) => new(
        title,
        ["peer", "ns/call", $"× {reference.Name}", "CPU ns/call", "bytes/call", "p50 us", "p99 us", "slowest/fastest", "others' load"],
        [
            .. standings.Select(standing => (object?[])
            [
                standing.Name, standing.Cost, standing.CostRelativeTo(reference), standing.Cpu, standing.Bytes,
                standing.P50 / 1000, standing.P99 / 1000, standing.Fairness, standing.Disturbance,
            ]),
        ]);
}
