using Crochet.Waiting;

namespace Crochet.Calling;

/// <summary>Ends a call that is awaited at its timeout, by the time that the container's own loop goes by.</summary>
internal sealed class TimeLimit : IWaiter
{
    private readonly RemoteMember _member;
    private readonly TimeSpan _timeout;
    private readonly EventualResult _result;
    private readonly ITimer _timer;

    private TimeLimit(RemoteMember member, TimeSpan timeout, EventualResult result)
    {
        _member = member;
        _timeout = timeout;
        _result = result;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            // Not the loop's own timers, which would wake it for each call.
            _timer = member.Home.Clock.Provider.CreateTimer(
                static limit => ((TimeLimit)limit!).Expire(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Starts the time of a call that has been sent.</summary>
    public static void Set(EventualResult result, RemoteMember member, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan || result.IsCompleted)
            return;
        if (timeout == TimeSpan.Zero)
        {
            End(result, member, timeout);
            return;
        }

        var limit = new TimeLimit(member, timeout, result);
        if (!result.TryAddWaiter(limit))
            limit.OnEnded(result);
    }

    /// <summary>Blocks the calling thread for the end of a call that has been sent, and ends it at its timeout.</summary>
    public static void Block(EventualResult result, RemoteMember member, TimeSpan timeout)
    {
        if (BlockingWait.Block(result, timeout, CancellationToken.None))
            return;
        End(result, member, timeout);
        // Who has ended it this moment is about to say how.
        BlockingWait.Block(result, Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    /// <summary>Ends a call that has not ended in its time, unless it has after all.</summary>
    public static void End(EventualResult result, RemoteMember member, TimeSpan timeout) =>
        result.EndWith(new CrochetTimeoutException(member.Member.Name, timeout, CallPhase.Awaiting), report: false);

    public bool KeepsResult => true;

    public void OnEnded(EventualResult result) => _timer.Dispose();

    private void Expire() => End(_result, _member, _timeout);
}
