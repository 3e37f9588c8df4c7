namespace Crochet.Samples.Tests;

/// <summary>A C# block of a page, or a JSON block with a source. The word after "```csharp" or "```json" names that source.</summary>
/// <param name="Line">Where in the page it starts.</param>
/// <param name="Source">"file#region", "file" for a whole file, or nothing.</param>
/// <param name="Text">What a reader sees.</param>
internal sealed record CodeBlock(int Line, string Source, string Text)
{
    private const string Fence = "```";
    private const string Opening = $"{Fence}csharp";
    private const string JsonOpening = $"{Fence}json ";

    public static IEnumerable<CodeBlock> In(string page)
    {
        var lines = File.ReadAllLines(Repository.PathOf(page));
        for (var i = 0; i < lines.Length; i++)
        {
            var opening = lines[i].StartsWith(JsonOpening, StringComparison.Ordinal) ? JsonOpening : Opening;
            if (!lines[i].StartsWith(opening, StringComparison.Ordinal))
                continue;

            var body = lines[(i + 1)..].TakeWhile(line => line != Fence).ToList();
            yield return new CodeBlock(i + 1, lines[i][opening.Length..].Trim(), string.Join('\n', body));
            i += body.Count + 1;
        }
    }
}
