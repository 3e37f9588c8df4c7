using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using Crochet.Stashing;

namespace Crochet;

/// <summary>
/// The id of a result that any process of the cluster can claim: a <see cref="StashId"/>, which cannot be guessed, and the process that
/// keeps the result. Its text is safe in a URL. In JSON an id is that text.
/// </summary>
[JsonConverter(typeof(ClusterStashIdJsonConverter))]
public readonly record struct ClusterStashId : IParsable<ClusterStashId>
{
    private const int StashIdLength = 32;

    internal ClusterStashId(StashId id, SiloAddress process)
    {
        Id = id;
        Process = process;
    }

    internal StashId Id { get; }

    /// <summary>Null only in an id that nobody gave.</summary>
    internal SiloAddress? Process { get; }

    /// <summary>Letters, digits, hyphens and underscores.</summary>
    public override string ToString() =>
        Process is null ? $"{Id}" : $"{Id}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Process.ToParsableString()))}";

    /// <summary>Reads an id's text.</summary>
    /// <param name="s">What <see cref="ToString"/> gave.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is not the text of an id.</exception>
    public static ClusterStashId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("This is not the text of a cluster stash id. Give the text that ClusterStashId.ToString gave.");
    }

    /// <summary>Reads an id's text, without its being an error where it is none.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The id.</param>
    /// <returns>Whether the text was that of an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ClusterStashId result)
    {
        result = default;
        if (s is null || s.Length <= StashIdLength || !StashId.TryParse(s[..StashIdLength], provider, out var id))
            return false;
        if (TryReadProcess(s.AsSpan(StashIdLength)) is not { } process)
            return false;
        result = new(id, process);
        return true;
    }

    private static SiloAddress? TryReadProcess(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        try
        {
            if (!Base64Url.TryDecodeFromChars(text, bytes, out var length))
                return null;
            return SiloAddress.FromParsableString(Encoding.UTF8.GetString(bytes.AsSpan(0, length)));
        }
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
