using System.Buffers;
using System.Text.Json;
using Crochet.Objects;
using Crochet.Registration;

namespace Crochet.Live;

/// <summary>What a container's loops and thread-bound objects do at one moment, as JSON.</summary>
internal sealed class ContainerSnapshot(IServiceProvider services)
{
    public byte[] Take()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var loops = ContainerLoops.Of(services);
            json.WriteStartObject();
            json.WriteStartArray("loops");
            foreach (var loop in loops.All.Distinct())
                json.WriteRawValue(loop.GetSnapshot().ToJson(), skipInputValidation: true);
            json.WriteEndArray();
            json.WriteStartArray("groups");
            foreach (var group in loops.Groups)
                Write(json, group);
            json.WriteEndArray();
            json.WriteStartArray("objects");
            foreach (var bound in loops.Objects.GetSnapshots())
                Write(json, bound);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
    private static void Write(Utf8JsonWriter json, EventLoopGroup group)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteStartArray("loops");
        for (var index = 0; index < group.Count; index++)
            json.WriteStringValue(group[index].Name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BoundObjectSnapshot bound)
    {
        json.WriteStartObject();
        json.WriteString("interface", bound.Interface);
        json.WriteString("loop", bound.Loop);
        json.WriteString("state", bound.State.ToString());
        json.WriteNumber("calls", bound.CallCount);
        json.WriteEndObject();
    }
}
