using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Wire;

/// <summary>Writes and reads what one member's calls carry, by the types that the member declares.</summary>
internal abstract class MemberCodec
{
    // Null where a parameter is the caller's token, which does not travel.
    private readonly JsonTypeInfo?[] _parameters;
    private readonly object?[] _tokens;

    protected MemberCodec(Member member, JsonSerializerOptions json)
    {
        Member = member;
        Name = WireName.Of(member);
        _parameters = Array.ConvertAll(
            member.Parameters, parameter => Member.IsToken(parameter) ? null : json.GetTypeInfo(parameter.ParameterType));
        _tokens = Array.ConvertAll(
            member.Parameters,
            static parameter => parameter.ParameterType == typeof(CancellationToken) ? (object)default(CancellationToken) : null);
    }

    public Member Member { get; }

    /// <summary>The member's name between processes.</summary>
    public string Name { get; }

    public static MemberCodec Of(Member member, JsonSerializerOptions json) => member.Return switch
    {
        { IsVoid: true } => new VoidCodec(member, json),
        { IsAsyncStream: true, Value: var stream } => Make(typeof(StreamCodec<>), stream.GenericTypeArguments[0], member, json),
        { Value: var value } => Make(typeof(ValueCodec<>), value, member, json),
    };

    private static MemberCodec Make(Type codec, Type type, Member member, JsonSerializerOptions json) =>
        (MemberCodec)Activator.CreateInstance(codec.MakeGenericType(type), member, json)!;

    public byte[] WriteArguments(CallArguments arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        for (var index = 0; index < _parameters.Length; index++)
        {
            if (_parameters[index] is { } type)
                JsonSerializer.Serialize(writer, arguments[index], type);
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One argument by itself: equal ones are equal bytes.</summary>
    public byte[] WriteArgument(int index, object? argument) => JsonSerializer.SerializeToUtf8Bytes(argument, _parameters[index]!);

    public object?[] ReadArguments(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var values = (object?[])_tokens.Clone();
        reader.Read();
        for (var index = 0; index < _parameters.Length; index++)
        {
            if (_parameters[index] is not { } type)
                continue;
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                throw new JsonException($"The arguments of {Member.Name} are too few.");
            values[index] = JsonSerializer.Deserialize(ref reader, type);
        }

        return values;
    }

    /// <summary>A result for a caller, which nothing has ended.</summary>
    public abstract EventualResult CreateResult(CallInvoker invoker, object body);

    /// <summary>Writes the value of a call that has succeeded.</summary>
    public abstract void WriteValue(EventualResult call, IBufferWriter<byte> buffer);

    /// <summary>Ends a caller's result with the value.</summary>
    public abstract void Succeed(EventualResult result, ReadOnlySpan<byte> value);

    /// <summary>Ends a reader's step: there is no item any more.</summary>
    public virtual void SucceedAtTheEnd(EventualResult result) => throw new NotSupportedException($"{Member.Name} gives no stream.");

    /// <summary>The steps of a stream that this process makes for another.</summary>
    public virtual IServedSteps Serve(object stream) => throw new NotSupportedException($"{Member.Name} gives no stream.");

    private sealed class VoidCodec(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
    {
        public override EventualResult CreateResult(CallInvoker invoker, object body) => new(loop: null, invoker, body);

        public override void WriteValue(EventualResult call, IBufferWriter<byte> buffer)
        {
            // There is none.
        }

        public override void Succeed(EventualResult result, ReadOnlySpan<byte> value) => result.Succeed();
    }

    private sealed class ValueCodec<T>(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
    {
        private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));

        public override EventualResult CreateResult(CallInvoker invoker, object body) => new EventualResult<T>(loop: null, invoker, body);

        public override void WriteValue(EventualResult call, IBufferWriter<byte> buffer)
        {
            using var writer = new Utf8JsonWriter(buffer);
            JsonSerializer.Serialize(writer, ((EventualResult<T>)call).Value, _type);
        }

        public override void Succeed(EventualResult result, ReadOnlySpan<byte> value) =>
            ((EventualResult<T>)result).Succeed(JsonSerializer.Deserialize(value, _type)!);
    }

    private sealed class StreamCodec<T>(Member member, JsonSerializerOptions json) : MemberCodec(member, json)
    {
        private readonly JsonTypeInfo<T> _type = (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));

        public override EventualResult CreateResult(CallInvoker invoker, object body) =>
            new EventualResult<Step<T>>(loop: null, invoker, body);

        public override void WriteValue(EventualResult call, IBufferWriter<byte> buffer) =>
            throw new NotSupportedException($"{Member.Name} gives a stream.");

        public override void Succeed(EventualResult result, ReadOnlySpan<byte> value) =>
            ((EventualResult<Step<T>>)result).Succeed(new(JsonSerializer.Deserialize(value, _type)!, IsEnd: false));

        public override void SucceedAtTheEnd(EventualResult result) =>
            ((EventualResult<Step<T>>)result).Succeed(new(default!, IsEnd: true));

        public override IServedSteps Serve(object stream) => new ServedSteps<T>((IAsyncEnumerable<T>)stream, _type);
    }
}
