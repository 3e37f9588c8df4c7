using System.Globalization;
using System.Text;

namespace Crochet.Diagnostics;

/// <summary>
/// Arguments as messages show them. Other threads than the arguments' own ask for them, so only values that cannot change are written out,
/// shortened. Of all other arguments the type is shown.
/// </summary>
internal static class ArgumentText
{
    private const int LongestText = 100;

    /// <summary>"(\"example\", 3)", without tokens; null where there are no arguments.</summary>
    public static string? Of(IEnumerable<object?> arguments)
    {
        var text = new StringBuilder("(");
        foreach (var argument in arguments.Where(static argument => argument is not CancellationToken))
        {
            if (text.Length > 1)
                text.Append(", ");
            text.Append(Of(argument));
        }

        return text.Length == 1 ? null : text.Append(')').ToString();
    }

    private static string Of(object? argument) => argument switch
    {
        null => "null",
        string text => $"\"{Escaped(Shortened(UserInfo.Masked(text)))}\"",
        char character => $"'{Escaped(character.ToString())}'",
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString(null, CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        Enum or Guid or StashId => Shortened(argument.ToString()!),
        Uri address => OneLine.Of(Shortened(UserInfo.Masked(address.ToString()))),
        IFormattable number when argument.GetType().IsPrimitive || number is decimal => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{{{MethodName.ShortNameOf(argument.GetType())}}}",
    };

    // Written as a C# literal, so that an argument cannot look like the rest of the message or like another line of the log.
    private static string Escaped(string text) => OneLine.Of(text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal));

    private static string Shortened(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}
