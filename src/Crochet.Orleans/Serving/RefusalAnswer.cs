using Crochet.Wire;

namespace Crochet.Serving;

/// <summary>A call that this process did not run.</summary>
internal sealed class RefusalAnswer(CallKey key, Refusal refusal) : IAnswer
{
    private readonly byte[] _answer = refusal.ToAnswer();

    public CallKey Key => key;

    public int Length => _answer.Length;

    public bool Write(FrameWriter writer)
    {
        writer.WriteNumber(key.Number);
        writer.WriteBytes(_answer);
        return false;
    }
}
