namespace Crochet.Samples.Tests;

/// <summary>A C# block of a page. The word after "```csharp" names where it was compiled.</summary>
/// <param name="Line">Where in the page it starts.</param>
/// <param name="Source">"file#region", or nothing.</param>
/// <param name="Text">What a reader sees.</param>
internal sealed record CodeBlock(int Line, string Source, string Text)
{
    private const string Fence = "```";
    private const string Opening = $"{Fence}csharp";

    public static IEnumerable<CodeBlock> In(string page)
    {
        var lines = File.ReadAllLines(Repository.PathOf(page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Opening, StringComparison.Ordinal))
                continue;

            var body = lines[(i + 1)..].TakeWhile(line => line != Fence).ToList();
            yield return new CodeBlock(i + 1, lines[i][Opening.Length..].Trim(), string.Join('\n', body));
            i += body.Count + 1;
        }
    }
}
