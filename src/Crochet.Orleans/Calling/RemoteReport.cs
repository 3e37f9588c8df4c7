using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Crochet.Calls;

namespace Crochet.Calling;

/// <summary>One report of a call that runs in another process. Who reads it says of what type it is.</summary>
internal sealed class RemoteReport(byte[] value, JsonSerializerOptions json) : ProgressReport
{
    public override (object? Value, Type Type) Content => (JsonElement.Parse(value), typeof(JsonElement));

    public override bool TryGet<TProgress>([MaybeNullWhen(false)] out TProgress progress)
    {
        try
        {
            progress = JsonSerializer.Deserialize<TProgress>(value, json)!;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Of another type.
            progress = default;
            return false;
        }
    }
}
