using Crochet.Wire;

namespace Crochet.Membership;

/// <summary>What one process offers to the others.</summary>
/// <param name="Interfaces">The interfaces' names between processes; none while it stops.</param>
/// <param name="Number">Counts up each time that the process says something else.</param>
internal sealed record Offers(IReadOnlyCollection<string> Interfaces, ulong Number)
{
    private const byte Version = 1;

    public byte[] Write()
    {
        var writer = new FrameWriter();
        writer.WriteByte(Version);
        writer.WriteNumber(Number);
        writer.WriteNumber((ulong)Interfaces.Count);
        foreach (var name in Interfaces)
            writer.WriteText(name);
        return writer.ToArray();
    }

    public static Offers Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FrameReader(bytes);
        reader.ReadByte();
        var number = reader.ReadNumber();
        var names = new HashSet<string>();
        for (var left = reader.ReadNumber(); left > 0; left--)
            names.Add(reader.ReadText());
        return new(names, number);
    }
}
