using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crochet.Stashing;

/// <summary>A cluster stash id as its text.</summary>
internal sealed class ClusterStashIdJsonConverter : JsonConverter<ClusterStashId>
{
    public override ClusterStashId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ClusterStashId.TryParse(reader.GetString(), provider: null, out var id)
            ? id
            : throw new JsonException("This is not the text of a cluster stash id.");

    public override void Write(Utf8JsonWriter writer, ClusterStashId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override ClusterStashId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ClusterStashId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
