using System.Buffers;
using System.Text.Json;
using Crochet.Registration;

namespace Crochet.Live;

/// <summary>What a container's loops do at one moment, as JSON.</summary>
internal sealed class ContainerSnapshot(IServiceProvider services)
{
    public byte[] Take()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("loops");
            foreach (var loop in ContainerLoops.Of(services).All)
                json.WriteRawValue(loop.GetSnapshot().ToJson(), skipInputValidation: true);
            json.WriteEndArray();
            json.WriteStartArray("groups");
            json.WriteEndArray();
            json.WriteStartArray("objects");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
