using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>Source in which {|CRO001:text|} stands for text, and says that CRO001 is expected there.</summary>
internal sealed record Markup(string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static Markup Parse(string text)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var expected = new List<(string, TextSpan)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("{|CRO"))
            {
                open.Push((text.Substring(i + 2, 6), source.Length));
                i += "{|CRO001:".Length - 1;
            }
            else if (open.Count > 0 && text.AsSpan(i).StartsWith("|}"))
            {
                var (id, start) = open.Pop();
                expected.Add((id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else
            {
                source.Append(text[i]);
            }
        }
        return new(source.ToString(), expected);
    }
}
