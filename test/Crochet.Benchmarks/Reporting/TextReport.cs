namespace Crochet.Benchmarks.Reporting;

/// <summary>Tables for a terminal, a log and a Markdown page alike.</summary>
internal sealed class TextReport(TextWriter output)
{
    public void Write(Table table)
    {
        output.WriteLine($"### {table.Title}");
        output.WriteLine();
        WriteRows(table.Columns, [.. table.Rows.Select(row => row.Select(Numbers.Text).ToArray())]);
    }

    public void Write(IReadOnlyCollection<Target> targets)
    {
        output.WriteLine($"### Targets: {targets.Count(target => target.IsMet)} of {targets.Count} met");
        output.WriteLine();
        WriteRows(
            ["work", "measured", "target", "of", "outcome"],
            [
                .. targets.Select(target => (string[])
                [
                    target.Work, Numbers.Text(target.Measured),
                    $"{(target.Bound == Bound.AtMost ? "≤" : "≥")} {Numbers.Text(target.Limit)}",
                    target.Measure, target.IsMet ? "met" : "**not met**",
                ]),
            ]);
    }

    private void WriteRows(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        WriteRow(columns, ' ');
        WriteRow([.. widths.Select((width, i) => new string('-', i == 0 ? width : width - 1) + (i == 0 ? "" : ":"))], '-');
        foreach (var row in rows)
            WriteRow(row, ' ');
        output.WriteLine();

        void WriteRow(IReadOnlyList<string> cells, char fill)
        {
            var padded = cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i], fill) : cell.PadLeft(widths[i], fill));
            output.WriteLine($"| {string.Join(" | ", padded)} |");
        }
    }
}
