using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Streams;

namespace Crochet.Wire;

/// <summary>Of the steps of a stream.</summary>
internal sealed class StreamCodec<T>(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
{
    private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));

    public override EventualResult CreateResult(CallInvoker invoker, object body) => new EventualResult<Step<T>>(loop: null, invoker, body);

    public override void WriteValue(EventualResult call, IBufferWriter<byte> buffer) =>
        throw new NotSupportedException($"{Member.Name} gives a stream.");

    public override void Succeed(EventualResult result, ReadOnlySpan<byte> value) =>
        ((EventualResult<Step<T>>)result).Succeed(new(JsonSerializer.Deserialize(value, _type)!, IsEnd: false));

    public override void SucceedAtTheEnd(EventualResult result) =>
        ((EventualResult<Step<T>>)result).Succeed(new(default!, IsEnd: true));

    public override IServedSource Serve(object stream) => new ServedSource<T>((StreamSource<T>)stream, _type);
}
