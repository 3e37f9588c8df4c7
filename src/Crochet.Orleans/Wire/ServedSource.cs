using System.Text.Json.Serialization.Metadata;
using Crochet.Streams;

namespace Crochet.Wire;

/// <inheritdoc/>
internal sealed class ServedSource<T>(StreamSource<T> stream, JsonTypeInfo<T> type) : IServedSource
{
    public IServedSteps Open() => new ServedSteps<T>(stream, type);
}
