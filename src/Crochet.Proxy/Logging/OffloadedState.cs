using System.Collections;

namespace Crochet.Logging;

/// <summary>What a log entry says, as text and as values; a copy, since the values' owner may use its own again.</summary>
internal sealed class OffloadedState(string text, object? state) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _values =
        state is IEnumerable<KeyValuePair<string, object?>> values ? [.. values] : [];

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public override string ToString() => text;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
