namespace Crochet.Calls;

/// <summary>How a call ended that did not succeed. This one nobody is told of: a cancellation, a stop, a test double's failure.</summary>
internal class FailureRecord(Failure failure) : CallAttachment
{
    private CallProgress? _progress;

    public Failure Failure { get; } = failure;

    /// <summary>
    /// What the call still had when it ended, for its work that goes on: its token's source, or its entry among the pending calls.
    /// </summary>
    public CallAttachment? Remains { get; private set; }

    public sealed override CallCancellation? Cancellation => Remains?.Cancellation;

    public sealed override CallProgress? Progress => _progress;

    /// <summary>When the call was ended from outside during its own turn, which went on, in its loop's milliseconds; else null.</summary>
    public long? LeftRunningAt { get; set; }

    /// <summary>Keeps what the call carried until now.</summary>
    public void TakeOver(CallAttachment? attachment)
    {
        Remains = attachment;
        _progress = attachment?.Progress;
    }

    /// <summary>Somebody has got the exception.</summary>
    public virtual void MarkRetrieved()
    {
    }

    /// <summary>A task carries the exception from here: who drops that task unread has not retrieved it.</summary>
    public virtual void HandToTask()
    {
    }

    /// <summary>The result is dropped from where somebody could have retrieved it.</summary>
    /// <param name="finder">Who tells of it where the result has no loop.</param>
    public virtual void ReportUnlessRetrieved(Action<Failure, string> finder)
    {
    }

    /// <summary>The task that carried the exception was dropped unread.</summary>
    public virtual void ReportUnreadTask()
    {
    }
}
