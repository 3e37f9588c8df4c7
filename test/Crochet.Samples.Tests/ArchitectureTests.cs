using System.Globalization;
using System.Text.RegularExpressions;

namespace Crochet.Samples.Tests;

/// <summary>The way of a call, as docs/architecture.md shows it: a newcomer reads it in at most 12 files and 1,000 lines.</summary>
[TestClass]
public sealed partial class ArchitectureTests
{
    // Of a file that is read whole, and of all of them together: a change of a few lines need not change the page.
    private const int Leeway = 10;
    private const int LeewayInAll = 100;

    private static readonly string _page = File.ReadAllText(Repository.PathOf("docs/architecture.md"));

    private static IReadOnlyList<Row> Rows { get; } =
        [.. RowPattern().Matches(_page).Select(static match =>
            new Row(match.Groups[1].Value, match.Groups[2].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)))];

    [TestMethod]
    public void WayOfACall_IsAtMost12FilesAnd1000Lines()
    {
        Assert.AreEqual(12, Rows.Count);
        var sum = Rows.Sum(static row => row.Lines);
        Assert.IsTrue(sum <= 1_000, $"{sum} lines.");
        Assert.Contains($"That is 12 files and {sum} lines to read.", _page);
    }

    [TestMethod]
    public void FilesOfTheWay_HaveTheMembersAndTheLinesThatThePageNames()
    {
        var inAll = 0;
        foreach (var row in Rows)
        {
            var text = File.ReadAllText(Repository.PathOf($"src/{row.File}"));
            var lines = text.Count(static character => character == '\n');
            inAll += lines;
            foreach (Match member in MemberPattern().Matches(row.Read))
            {
                Assert.IsTrue(
                    Regex.IsMatch(text, $@"\b{member.Groups[1].Value}(<\w+>)?\("), $"{row.File} has no {member.Groups[1].Value}.");
            }

            if (row.Read == "all of it")
                Assert.IsTrue(Math.Abs(lines - row.Lines) <= Leeway, $"{row.File} has {lines} lines, where the page says {row.Lines}.");
            else
                Assert.IsTrue(row.Lines <= lines, $"{row.File} has only {lines} lines.");
        }

        var said = int.Parse(InAllPattern().Match(_page).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.IsTrue(Math.Abs(inAll - said) <= LeewayInAll, $"The files have {inAll} lines, where the page says {said}.");
    }

    [GeneratedRegex(@"^\| \d+ \| \[[^\]]*\]\(\.\./src/([^)]*)\) \|[^|]*\| ([^|]*?) \| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex MemberPattern();

    [GeneratedRegex(@"The 12 files have about ([\d,]+) lines in all\.")]
    private static partial Regex InAllPattern();

    private sealed record Row(string File, string Read, int Lines);
}
