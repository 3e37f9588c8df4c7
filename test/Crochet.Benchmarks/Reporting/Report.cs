namespace Crochet.Benchmarks.Reporting;

/// <summary>All that a run found out.</summary>
internal sealed class Report
{
    public string Machine { get; } =
        $"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, " +
        System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    public List<Table> Tables { get; } = [];
    public List<Target> Targets { get; } = [];
    public List<Plot> Plots { get; } = [];
    public List<string> Notes { get; } = [];
}
