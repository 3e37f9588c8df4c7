using System.Diagnostics;

namespace Crochet.Wire;

/// <summary>
/// What a call begins with. The first byte is the version of this form; what a later one adds comes after the arguments' length.
/// </summary>
internal readonly ref struct CallRequest
{
    public const byte Version = 1;

    /// <summary>The call's number in the caller's process.</summary>
    public ulong Call { get; init; }

    /// <summary>The interface's name: see <see cref="WireName"/>.</summary>
    public string Interface { get; init; }

    /// <summary>The member's name, with its types.</summary>
    public string Member { get; init; }

    /// <summary>The caller's activity, as W3C's traceparent; empty where there is none.</summary>
    public string TraceParent { get; init; }

    /// <summary>The caller's tracestate; empty where there is none.</summary>
    public string TraceState { get; init; }

    /// <summary>The arguments, as a JSON array.</summary>
    public ReadOnlySpan<byte> Arguments { get; init; }

    /// <summary>Whether the caller can show what the call reports.</summary>
    public bool WantsProgress { get; init; }

    /// <summary>What a step carries that makes no call: the reader's trace; empty where it has none.</summary>
    public static byte[] OfTrace(ulong stream) => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity
        ? new CallRequest
        {
            Call = stream,
            Interface = "",
            Member = "",
            TraceParent = id,
            TraceState = activity.TraceStateString ?? "",
        }.Write()
        : [];

    public byte[] Write()
    {
        var writer = new FrameWriter();
        writer.WriteByte(Version);
        writer.WriteNumber(Call);
        writer.WriteText(Interface);
        writer.WriteText(Member);
        writer.WriteText(TraceParent);
        writer.WriteText(TraceState);
        writer.WriteBytes(Arguments);
        writer.WriteByte(WantsProgress ? (byte)1 : (byte)0);
        return writer.ToArray();
    }

    public static CallRequest Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FrameReader(bytes);
        if (reader.ReadByte() < Version)
            throw new InvalidDataException("A call came in a form that no version of Crochet writes.");
        return new()
        {
            Call = reader.ReadNumber(),
            Interface = reader.ReadText(),
            Member = reader.ReadText(),
            TraceParent = reader.ReadText(),
            TraceState = reader.ReadText(),
            Arguments = reader.ReadBytes(),
            WantsProgress = !reader.Rest.IsEmpty && reader.ReadByte() != 0,
        };
    }
}
