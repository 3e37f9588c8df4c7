namespace Crochet.Samples.Tests;

/// <summary>A page of the documentation, and the code in it.</summary>
internal static class MarkdownPage
{
    private const string Fence = "```";

    /// <summary>The C# blocks of a page; the word after "```csharp" names the source: a file, "#" and a region of it.</summary>
    public static IEnumerable<CodeBlock> CodeBlocksOf(string page)
    {
        var lines = File.ReadAllLines(Repository.PathOf(page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith($"{Fence}csharp", StringComparison.Ordinal))
                continue;

            var start = i;
            var body = lines.Skip(start + 1).TakeWhile(line => line != Fence).ToList();
            i += body.Count + 1;
            yield return new CodeBlock(page, start + 1, lines[start][$"{Fence}csharp".Length..].Trim(), string.Join('\n', body));
        }
    }
}

/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">Where in the page it starts.</param>
/// <param name="Source">"file#region", or nothing.</param>
/// <param name="Text">What a reader sees.</param>
internal sealed record CodeBlock(string Page, int Line, string Source, string Text);
