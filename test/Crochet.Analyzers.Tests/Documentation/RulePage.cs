using System.Reflection;

namespace Crochet.Analyzers.Tests.Documentation;

/// <summary>A page of docs/analyzers: its heading, the message it quotes, and its two pieces of code.</summary>
internal sealed record RulePage(string Heading, string Message, string Flagged, string Fixed)
{
    private static readonly string _folder = Path.Combine(
        typeof(RulePage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            attribute => attribute.Key == "RepositoryRoot").Value!,
        "docs", "analyzers");

    public static string Index => File.ReadAllText(Path.Combine(_folder, "README.md"));

    public static RulePage Read(string id)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, $"{id}.md"));
        return new(lines[0], lines[2].TrimStart('>', ' '), CodeUnder("## Flagged"), CodeUnder("## Fixed"));

        string CodeUnder(string heading) => string.Join('\n', lines
            .SkipWhile(line => line != heading)
            .SkipWhile(line => line != "```csharp")
            .Skip(1)
            .TakeWhile(line => line != "```"));
    }
}
