using System.Buffers;
using System.Text;

namespace Crochet.Wire;

/// <summary>Writes a message: bytes, numbers, texts, and then what is left to whoever reads it.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public FrameWriter()
    {
    }

    public FrameWriter(AnswerKind kind) => WriteByte((byte)kind);

    /// <summary>For what writes itself.</summary>
    public IBufferWriter<byte> Buffer => _buffer;

    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Seven bits at a time, the lowest first.</summary>
    public void WriteNumber(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    public void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteNumber((ulong)length);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length)));
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteNumber((ulong)bytes.Length);
        _buffer.Write(bytes);
    }

    public int Length => _buffer.WrittenCount;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
