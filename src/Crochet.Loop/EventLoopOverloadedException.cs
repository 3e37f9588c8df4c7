using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// The loop has as many calls queued as <see cref="EventLoopOptions.QueueLimit"/> allows: this one was refused at once and never runs, so
/// that calling again later is safe.
/// </summary>
public sealed class EventLoopOverloadedException : InvalidOperationException, INeverRan
{
    /// <summary>Makes one, for a test double to throw.</summary>
    /// <param name="loopName">The loop's name.</param>
    /// <param name="call">The call that was refused: "IDns.GetHostByName".</param>
    /// <param name="queueLimit">The loop's limit.</param>
    public EventLoopOverloadedException(string loopName, string call, int queueLimit)
        : base($"{OneLine.Of(call)} was refused: {queueLimit} calls are queued in the loop '{OneLine.Of(loopName)}', which is its limit. "
            + "It never ran, so call again later; "
            + $"or raise {nameof(EventLoopOptions)}.{nameof(EventLoopOptions.QueueLimit)}.")
    {
        LoopName = loopName;
        Call = call;
        QueueLimit = queueLimit;
    }

    /// <summary>The loop's name.</summary>
    public string LoopName { get; }

    /// <summary>The call that was refused: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public string Call { get; }

    /// <summary>How many calls the loop's queue takes.</summary>
    public int QueueLimit { get; }

    bool INeverRan.NeverRan => true;
}
