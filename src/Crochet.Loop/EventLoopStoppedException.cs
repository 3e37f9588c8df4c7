using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// The loop has stopped: a call was refused, or a result will never come. Start a new loop; a stopped one does not start again.
/// </summary>
public sealed class EventLoopStoppedException : Exception, INeverRan
{
    /// <summary>Makes one, for a test double to throw.</summary>
    /// <param name="loopName">The name of the loop that has stopped.</param>
    /// <param name="isWithdrawn">Whether the call is certain never to have run.</param>
    public EventLoopStoppedException(string loopName, bool isWithdrawn = false)
        : base(isWithdrawn
            ? $"The loop '{OneLine.Of(loopName)}' has stopped. The call never ran, and never will."
            : $"The loop '{OneLine.Of(loopName)}' has stopped. It takes no more calls, and results that had not come will never come.")
    {
        LoopName = loopName;
        IsWithdrawn = isWithdrawn;
    }

    /// <summary>The name of the loop that has stopped.</summary>
    public string LoopName { get; }

    /// <summary>The call came after the stop, or was still queued then: it is certain never to run. False where it had begun.</summary>
    public bool IsWithdrawn { get; }

    bool INeverRan.NeverRan => IsWithdrawn;
}
