using Crochet.Calling;

namespace Crochet.Wire;

/// <summary>Calls that go to a worker in one message, and the numbers of its messages of answers that have come.</summary>
/// <param name="number">The message's number, among those to this worker.</param>
/// <param name="before">The message that is to be read before this one, since its calls were made before; 0 where there is none.</param>
/// <param name="received">The numbers of the messages of answers.</param>
internal sealed class CallBatch(ulong number, ulong before, List<ulong> received)
{
    /// <summary>So many messages with calls may be under way from one process to another. The worker holds one less.</summary>
    public const int MostUnderWay = 2;

    /// <summary>No message has more calls than that, or more answers.</summary>
    public const int Most = 256;

    /// <summary>No message has more bytes than that, but for one call alone, or one answer.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>What has as many bytes is read and written by a thread of its own, and holds no others up.</summary>
    public const int Large = 16 * 1024;

    private const byte Version = 1;

    private int _bytes;

    public ulong Number => number;

    public ulong Before => before;

    public List<LinkedCall> Calls { get; } = [];

    public bool HasRoomFor(LinkedCall call) =>
        Calls.Count == 0 || (Calls.Count < Most && _bytes + call.Request.Length <= MostBytes);

    public void Add(LinkedCall call)
    {
        Calls.Add(call);
        _bytes += call.Request.Length;
    }

    public byte[] Write()
    {
        var writer = new FrameWriter();
        writer.WriteByte(Version);
        writer.WriteNumber((ulong)received.Count);
        foreach (var message in received)
            writer.WriteNumber(message);
        writer.WriteNumber((ulong)Calls.Count);
        foreach (var call in Calls)
            writer.WriteBytes(call.Request);
        return writer.ToArray();
    }
}
