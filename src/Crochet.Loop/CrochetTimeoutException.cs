using Crochet.Diagnostics;

namespace Crochet;

/// <summary>There was no result within the timeout. Says how far the call had come, and what its loop was doing meanwhile.</summary>
public sealed class CrochetTimeoutException : TimeoutException, INeverRan
{
    private string? _message;

    /// <summary>Makes one for a test double to throw.</summary>
    /// <param name="call">The call: "IDns.GetHostByName".</param>
    /// <param name="timeout">The time that was given.</param>
    /// <param name="isWithdrawn">Whether the call is certain never to run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public CrochetTimeoutException(string call, TimeSpan timeout, bool isWithdrawn = false)
        : this(call, timeout, isWithdrawn ? CallPhase.Queued : CallPhase.Awaiting, isWithdrawn)
    {
    }

    /// <summary>Makes one for a test double to throw, with all that it can tell.</summary>
    /// <param name="call">The call: "IDns.GetHostByName".</param>
    /// <param name="timeout">The time that was given.</param>
    /// <param name="phase">How far the call had come.</param>
    /// <param name="isWithdrawn">Whether the call is certain never to run.</param>
    /// <param name="loop">What the loop was doing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public CrochetTimeoutException(string call, TimeSpan timeout, CallPhase phase, bool isWithdrawn = false, LoopSnapshot? loop = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        Call = call;
        Timeout = timeout;
        Phase = phase;
        IsWithdrawn = isWithdrawn;
        Loop = loop;
    }

    /// <summary>
    /// What happened, in two sentences: how far the call had come in the time it was given, and what its loop was doing. The arguments of
    /// calls are among it only where <see cref="EventLoopOptions.ShowArguments"/> is set.
    /// </summary>
    // Written when it is asked for: in a storm of timeouts nobody reads most of them.
    public override string Message => _message ??= OneLine.Of(TimeoutMessage.For(this));

    /// <summary>The call: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public string Call { get; }

    /// <summary>The time that was given.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How far the call had come.</summary>
    public CallPhase Phase { get; }

    /// <summary>
    /// The call had not started, and has been taken back: it is certain never to run, so that calling again is safe. Only calls with a
    /// timeout of their own (<c>WaitFor</c>) are taken back; a result that was waited for goes on.
    /// </summary>
    public bool IsWithdrawn { get; }

    bool INeverRan.NeverRan => IsWithdrawn;

    /// <summary>The call when the wait ended, with its time in each phase; null for a result without a loop.</summary>
    public CallSnapshot? Progress { get; private init; }

    /// <summary>How many queued calls and callbacks were before the call; null when it was not queued.</summary>
    public int? QueuePosition { get; private init; }

    /// <summary>The loop when the wait ended; null for a result without one. Of its pending calls it lists the oldest five.</summary>
    public LoopSnapshot? Loop { get; }

    internal static CrochetTimeoutException For(EventualResult call, int state, TimeSpan timeout, bool isWithdrawn)
    {
        if (call.Loop is not { } loop)
            return new CrochetTimeoutException(call.GetName(), timeout);
        var progress = loop.Observer.GetProgress(call, state);
        return new CrochetTimeoutException(progress.Call, timeout, progress.Phase, isWithdrawn, loop.GetSnapshot(pendingLimit: 5))
        {
            Progress = progress,
            QueuePosition = progress.Phase == CallPhase.Queued ? loop.Queue.GetPosition(call) : null,
        };
    }
}
