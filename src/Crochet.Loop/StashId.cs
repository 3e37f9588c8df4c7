using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Crochet.Stashing;

namespace Crochet;

/// <summary>
/// The id of a stashed result: 128 bits from the system's cryptographic generator, so that nobody can guess it. Its text, 32 hexadecimal
/// digits, is safe in a URL, a cookie or a session. <see cref="Parse(string, IFormatProvider?)"/> reads it back. In JSON an id is that
/// text.
/// </summary>
[JsonConverter(typeof(StashIdJsonConverter))]
public readonly record struct StashId : ISpanParsable<StashId>
{
    private const int TextLength = 32;

    private const int IdsAtATime = 64;

    // The generator is asked for many ids at a time, because one call of it costs more than the rest of a store.
    [ThreadStatic]
    private static UInt128[]? _random;

    [ThreadStatic]
    private static int _randomLeft;

    private readonly UInt128 _bits;

    private StashId(UInt128 bits) => _bits = bits;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => _bits.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads an id's text.</summary>
    /// <param name="s">32 hexadecimal digits.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is not the text of an id.</exception>
    public static StashId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static StashId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException(
            $"This is not the text of a stash id: {TextLength} hexadecimal digits were expected, {s.Length} characters came.");

    /// <summary>Reads an id's text. False if it is not the text of an id.</summary>
    /// <param name="s">32 hexadecimal digits.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out StashId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out StashId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out StashId result) => TryParse(s.AsSpan(), null, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out StashId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out StashId result)
    {
        Span<byte> bytes = stackalloc byte[TextLength / 2];
        if (s.Length != TextLength || Convert.FromHexString(s, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            result = default;
            return false;
        }

        result = new StashId(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
        return true;
    }

    internal static StashId New()
    {
        var bits = _random ??= new UInt128[IdsAtATime];
        if (_randomLeft == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(bits.AsSpan()));
            _randomLeft = bits.Length;
        }

        var id = new StashId(bits[--_randomLeft]);
        bits[_randomLeft] = default;
        return id;
    }
}
