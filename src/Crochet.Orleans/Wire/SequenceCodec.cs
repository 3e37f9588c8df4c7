using System.Text.Json;
using Crochet.Interfaces;
using Crochet.Streams;

namespace Crochet.Wire;

/// <summary>Of a member whose call returns a sequence: a collection travels as it is, a stream stays and is read step by step.</summary>
internal sealed class SequenceCodec<TSequence, T>(Member member, JsonSerializerOptions json) : ValueCodec<TSequence>(member, json)
    where TSequence : class
{
    private readonly StreamCodec<T> _items = new(member, json);

    public override MemberCodec Items => _items;

    public override IServedSource? FindStream(EventualResult call) =>
        ((EventualResult<TSequence>)call).Value is StreamSource<T> stream ? _items.Serve(stream) : null;
}
