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

    /// <summary>Whether the last value was large: then it is likely that the next one is.</summary>
    public bool WritesMuch { get; set; }

    public static MemberCodec Of(Member member, JsonSerializerOptions json) => member.Return switch
    {
        { IsVoid: true } => new VoidCodec(member, json),
        { IsAsyncStream: true, Value: var stream } => Make(typeof(StreamCodec<>), member, json, stream.GenericTypeArguments[0]),
        { IsStream: true, Value: var stream } => Make(typeof(SequenceCodec<,>), member, json, stream, stream.GenericTypeArguments[0]),
        { Value: var value } => Make(typeof(ValueCodec<>), member, json, value),
    };

    private static MemberCodec Make(Type codec, Member member, JsonSerializerOptions json, params Type[] types) =>
        (MemberCodec)Activator.CreateInstance(codec.MakeGenericType(types), member, json)!;

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

    /// <summary>
    /// The answer of a call that has ended. A value that cannot be written is a failure of the call's: its caller gets it.
    /// </summary>
    public byte[] WriteAnswer(EventualResult call)
    {
        if (call.FailureOfEnd is { } record)
        {
            record.MarkRetrieved();
            return FailureCodec.ToAnswer(record.Failure);
        }

        var writer = new FrameWriter(AnswerKind.Value);
        try
        {
            WriteValue(call, writer.Buffer);
            return writer.ToArray();
        }
        catch (Exception exception)
        {
            return FailureCodec.ToAnswer(new Failure(exception));
        }
    }

    /// <summary>Writes the value of a call that has succeeded.</summary>
    public abstract void WriteValue(EventualResult call, IBufferWriter<byte> buffer);

    /// <summary>Ends a caller's result with the value.</summary>
    public abstract void Succeed(EventualResult result, ReadOnlySpan<byte> value);

    /// <summary>Ends a reader's step: there is no item any more.</summary>
    public virtual void SucceedAtTheEnd(EventualResult result) => throw NoStream();

    /// <summary>What reads and writes the items, where a call returns a stream that is read after it; else null.</summary>
    public virtual MemberCodec? Items => null;

    /// <summary>What a stream of this process makes for readers in another.</summary>
    public virtual IServedSource Serve(object stream) => throw NoStream();

    /// <summary>The value of a call that has succeeded, where it is a stream to keep for readers in another process; else null.</summary>
    public virtual IServedSource? FindStream(EventualResult call) => null;

    private NotSupportedException NoStream() => new($"{Member.Name} gives no stream.");
}
