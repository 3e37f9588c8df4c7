namespace Crochet.Wire;

/// <summary>What a process says that did not run a call.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">What is full; or the members of the same name that it has.</param>
/// <param name="Limit">How many calls what is full takes.</param>
internal readonly record struct Refusal(RefusalReason Reason, string Text = "", int Limit = 0)
{
    public byte[] ToAnswer()
    {
        var writer = new FrameWriter(AnswerKind.Refused);
        writer.WriteByte((byte)Reason);
        writer.WriteText(Text);
        writer.WriteNumber((ulong)Limit);
        return writer.ToArray();
    }

    public static Refusal Read(ref FrameReader reader) =>
        new((RefusalReason)reader.ReadByte(), reader.ReadText(), (int)reader.ReadNumber());
}
