using System.Text.Json;
using Crochet.Calls;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What a call that runs in another process reports, as far as this one has heard.</summary>
internal sealed class RemoteProgress(JsonSerializerOptions json) : CallProgress
{
    private ulong _heard;

    /// <summary>The number of the last report, as the worker counts; 0 before the first.</summary>
    public ulong Heard => Volatile.Read(ref _heard);

    /// <param name="answer">With a <see cref="ProgressFrame"/>.</param>
    public void Hear(ReadOnlySpan<byte> answer)
    {
        var reader = new FrameReader(answer);
        reader.ReadByte();
        Volatile.Write(ref _heard, reader.ReadNumber());
        Add(new RemoteReport(reader.Rest.ToArray(), json));
    }
}
