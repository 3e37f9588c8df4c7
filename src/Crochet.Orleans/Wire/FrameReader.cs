using System.Text;

namespace Crochet.Wire;

/// <summary>Reads what a <see cref="FrameWriter"/> wrote. A message that is cut short is an <see cref="InvalidDataException"/>.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public byte ReadByte() => Take(1)[0];

    public ulong ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("A message of Crochet's has a number that does not end.");
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadNumber();
        return Take(length <= int.MaxValue ? (int)length : int.MaxValue);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Rest.Length)
            throw new InvalidDataException("A message of Crochet's is cut short.");
        var taken = Rest[..length];
        Rest = Rest[length..];
        return taken;
    }
}
