using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crochet.Stashing;

/// <summary>A stash id as its text.</summary>
internal sealed class StashIdJsonConverter : JsonConverter<StashId>
{
    public override StashId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StashId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("This is not the text of a stash id.");

    public override void Write(Utf8JsonWriter writer, StashId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override StashId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, StashId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
