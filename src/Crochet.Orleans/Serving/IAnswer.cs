using Crochet.Wire;

namespace Crochet.Serving;

/// <summary>Something that a process is to hear of one of its calls.</summary>
internal interface IAnswer
{
    CallKey Key { get; }

    /// <summary>How many bytes it writes, or a few less.</summary>
    int Length { get; }

    /// <summary>Writes what has not been sent yet, which may be nothing.</summary>
    /// <returns>Whether this was the end of a call that runs here.</returns>
    bool Write(FrameWriter writer);
}
