using System.Buffers;
using System.Text.Json;
using Crochet.Calls;
using Crochet.Interfaces;

namespace Crochet.Wire;

/// <summary>Of a member without a value.</summary>
internal sealed class VoidCodec(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
{
    public override EventualResult CreateResult(CallInvoker invoker, object body) => new(loop: null, invoker, body);

    public override void WriteValue(EventualResult call, IBufferWriter<byte> buffer)
    {
        // There is none.
    }

    public override void Succeed(EventualResult result, ReadOnlySpan<byte> value) => result.Succeed();
}
