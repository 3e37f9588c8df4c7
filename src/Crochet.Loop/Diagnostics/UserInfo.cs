using System.Buffers;
using System.Text;

namespace Crochet.Diagnostics;

/// <summary>Masks the user and password of addresses in a text: "amqp://guest:secret@broker" becomes "amqp://***@broker".</summary>
internal static class UserInfo
{
    private const string Mark = "://";
    private static readonly SearchValues<char> _endsAuthority = SearchValues.Create("/?# \t\r\n\"'<>");

    public static string Masked(string text)
    {
        StringBuilder? masked = null;
        var taken = 0;
        for (var mark = text.IndexOf(Mark, StringComparison.Ordinal);
            mark >= 0;
            mark = text.IndexOf(Mark, mark + 1, StringComparison.Ordinal))
        {
            var begin = mark + Mark.Length;
            var authority = text.AsSpan(begin);
            var length = authority.IndexOfAny(_endsAuthority);
            if (length >= 0)
                authority = authority[..length];
            var at = authority.LastIndexOf('@');
            if (at < 0)
                continue;
            masked ??= new StringBuilder();
            masked.Append(text, taken, begin - taken).Append("***");
            taken = begin + at;
        }

        return masked is null ? text : masked.Append(text, taken, text.Length - taken).ToString();
    }
}
