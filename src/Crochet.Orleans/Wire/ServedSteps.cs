using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Crochet.Wire;

/// <inheritdoc/>
internal sealed class ServedSteps<T> : IServedSteps
{
    private readonly CancellationTokenSource _left = new();
    private readonly IAsyncEnumerator<T> _items;
    private readonly JsonTypeInfo<T> _type;

    public ServedSteps(IAsyncEnumerable<T> stream, JsonTypeInfo<T> type)
    {
        _items = stream.GetAsyncEnumerator(_left.Token);
        _type = type;
    }

    public async Task<byte[]> NextAsync()
    {
        if (!await _items.MoveNextAsync().ConfigureAwait(false))
            return [(byte)AnswerKind.EndOfStream];
        var writer = new FrameWriter(AnswerKind.Item);
        using (var json = new Utf8JsonWriter(writer.Buffer))
            JsonSerializer.Serialize(json, _items.Current, _type);
        return writer.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        // A step that goes on ends by its token, and then the iterator can be disposed of.
        await _left.CancelAsync().ConfigureAwait(false);
        await _items.DisposeAsync().ConfigureAwait(false);
    }
}
