using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crochet.Streams;

namespace Crochet.Wire;

/// <inheritdoc/>
internal sealed class ServedSteps<T>(StreamSource<T> stream, JsonTypeInfo<T> type) : IServedSteps
{
    private readonly CancellationTokenSource _left = new();
    private readonly FollowedStreamReader<T> _items = new(stream);

    public Task<byte[]> NextAsync() => WriteAsync(_items.StepAsync(_left.Token));

    public async ValueTask DisposeAsync()
    {
        // A step that goes on ends by its token, and then the iterator can be disposed of.
        await _left.CancelAsync().ConfigureAwait(false);
        await _items.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<byte[]> WriteAsync(Task<bool> step)
    {
        if (!await step.ConfigureAwait(false))
            return [(byte)AnswerKind.EndOfStream];
        var writer = new FrameWriter(AnswerKind.Item);
        using (var json = new Utf8JsonWriter(writer.Buffer))
            JsonSerializer.Serialize(json, _items.Current, type);
        return writer.ToArray();
    }
}
