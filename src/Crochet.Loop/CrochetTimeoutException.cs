namespace Crochet;

/// <summary>There was no result within the timeout. Says how far the call had come, and what its loop was doing meanwhile.</summary>
public sealed class CrochetTimeoutException : TimeoutException
{
    private string? _message;

    private CrochetTimeoutException(string call, TimeSpan timeout)
    {
        Call = call;
        Timeout = timeout;
    }

    /// <summary>
    /// What happened, in two sentences: how far the call had come in the time it was given, and what its loop was doing. The arguments of calls are among it only
    /// where <see cref="EventLoopOptions.ShowArguments"/> is set.
    /// </summary>
    // Written when it is asked for: in a storm of timeouts nobody reads most of them.
    public override string Message => _message ??= TimeoutMessage.For(this);

    /// <summary>The call: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public string Call { get; }

    /// <summary>The time that was given.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How far the call had come.</summary>
    public CallPhase Phase => Progress?.Phase ?? CallPhase.Awaiting;

    /// <summary>
    /// The call had not started, and has been taken back: it is certain never to run, so that calling again is safe. Only calls with a timeout of their
    /// own (<c>WaitFor</c>) are taken back; a result that was waited for goes on.
    /// </summary>
    public bool IsWithdrawn { get; private init; }

    /// <summary>The call when the wait ended, with its time in each phase; null for a result without a loop.</summary>
    public CallSnapshot? Progress { get; private init; }

    /// <summary>How many queued calls and callbacks were before the call; null when it was not queued.</summary>
    public int? QueuePosition { get; private init; }

    /// <summary>The loop when the wait ended; null for a result without one. Of its pending calls it lists the oldest five.</summary>
    public LoopSnapshot? Loop { get; private init; }

    internal static CrochetTimeoutException For(EventualResult call, int state, TimeSpan timeout, bool isWithdrawn)
    {
        if (call.Loop is not { } loop)
            return new CrochetTimeoutException(call.GetName(), timeout);
        var progress = loop.GetProgress(call, state);
        return new CrochetTimeoutException(progress.Call, timeout)
        {
            IsWithdrawn = isWithdrawn,
            Progress = progress,
            QueuePosition = progress.Phase == CallPhase.Queued ? loop.GetQueuePosition(call) : null,
            Loop = loop.GetSnapshot(pendingLimit: 5),
        };
    }
}
