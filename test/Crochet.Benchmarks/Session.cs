using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks;

/// <summary>A run: how thorough it is, and where its results go, each printed as soon as it is there.</summary>
internal sealed class Session(bool isShort, TextWriter output)
{
    private readonly TextReport _text = new(output);

    public Report Report { get; } = new();

    public bool IsShort { get; } = isShort;

    public Rounds Rounds { get; } = isShort ? new(3, TimeSpan.FromMilliseconds(40)) : new(7, TimeSpan.FromMilliseconds(150));

    /// <summary>How often something is done that takes long, or is long enough in itself.</summary>
    public int Repetitions => IsShort ? 2 : 5;

    public void Add(Table table)
    {
        Report.Tables.Add(table);
        _text.Write(table);
    }

    public void Add(Target target) => Report.Targets.Add(target);

    public void Add(Plot plot) => Report.Plots.Add(plot);

    public void Note(string note)
    {
        Report.Notes.Add(note);
        output.WriteLine(note);
        output.WriteLine();
    }

    public void WriteTargets() => _text.Write(Report.Targets);
}
