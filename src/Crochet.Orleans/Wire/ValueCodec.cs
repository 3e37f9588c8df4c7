using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crochet.Calls;
using Crochet.Interfaces;

namespace Crochet.Wire;

/// <summary>Of a member with a value.</summary>
internal class ValueCodec<T>(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
{
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));

    public sealed override EventualResult CreateResult(CallInvoker invoker, object body) =>
        new EventualResult<T>(loop: null, invoker, body);

    public sealed override void WriteValue(EventualResult call, IBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer);
        JsonSerializer.Serialize(writer, ((EventualResult<T>)call).Value, _type);
    }

    public sealed override void Succeed(EventualResult result, ReadOnlySpan<byte> value) =>
        ((EventualResult<T>)result).Succeed(JsonSerializer.Deserialize(value, _type)!);
}
