using System.Globalization;
using System.Text;

namespace Crochet.Diagnostics;

/// <summary>
/// Text from outside as one line: control characters and line separators are written as C# escapes, so that no name and no argument can
/// pass for another line of a log or of a snapshot.
/// </summary>
internal static class OneLine
{
    public static string Of(string text)
    {
        foreach (var character in text)
        {
            if (Breaks(character))
                return Escape(text);
        }

        return text;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when Breaks(character) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    // The line and paragraph separators, and what turns the direction of writing, besides control characters.
    private static bool Breaks(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
