namespace Crochet;

/// <summary>There was no result within the timeout. Says how far the call had come, and what its loop was doing meanwhile.</summary>
public sealed class CrochetTimeoutException : TimeoutException
{
    private CrochetTimeoutException(string message, string call, TimeSpan timeout)
        : base(message)
    {
        Call = call;
        Timeout = timeout;
    }

    /// <summary>The call: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public string Call { get; }

    /// <summary>The time that was given.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How far the call had come.</summary>
    public CallPhase Phase { get; private init; }

    /// <summary>
    /// The call had not started, and has been taken back: it is certain never to run, so that calling again is safe. Only calls with a timeout of their
    /// own (<c>WaitFor</c>) are taken back; a result that was waited for goes on.
    /// </summary>
    public bool IsWithdrawn { get; private init; }

    /// <summary>The loop when the wait ended; null for a result without one. Of its pending calls it lists the oldest few.</summary>
    public LoopSnapshot? Loop { get; private init; }

    /// <summary>The call when the wait ended, with its time in each phase; null for a result without a loop.</summary>
    public CallSnapshot? Progress { get; private init; }

    /// <summary>How many queued items were before the call; null when it was not queued.</summary>
    public int? QueuePosition { get; private init; }

    internal static CrochetTimeoutException For(EventualResult call, int state, TimeSpan timeout, bool isWithdrawn)
    {
        if (call.Loop is not { } loop)
        {
            return new CrochetTimeoutException($"A result without a loop had not ended within {Duration.Text(timeout)}.", call.GetName(), timeout)
            {
                Phase = CallPhase.Awaiting,
            };
        }

        var progress = loop.GetProgress(call, state);
        int? position = progress.Phase == CallPhase.Queued ? loop.GetQueuePosition(call) : null;
        var snapshot = loop.GetSnapshot(pendingLimit: 5);
        return new CrochetTimeoutException(TimeoutMessage.For(progress, timeout, position, isWithdrawn, snapshot), progress.Call, timeout)
        {
            Phase = progress.Phase,
            IsWithdrawn = isWithdrawn,
            Loop = snapshot,
            Progress = progress,
            QueuePosition = position,
        };
    }
}
