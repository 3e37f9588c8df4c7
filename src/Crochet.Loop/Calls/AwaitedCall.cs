using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet.Calls;

/// <summary>The task of a call that is awaited with a timeout.</summary>
internal sealed class AwaitedCall<T> : ResultTask<T>
{
    private readonly EventLoop _loop;
    private readonly CallDeadline _deadline;

    public AwaitedCall(EventLoop loop, EventualResult call, TimeSpan timeout)
        : base(call)
    {
        _loop = loop;
        _deadline = new CallDeadline(call, timeout);
    }

    /// <summary>Starts the time. After the call was queued, so it may have ended.</summary>
    public void StartTimeout(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            _deadline.Expire(_loop);
            return;
        }

        _loop.Timers.SetDeadline(_deadline, timeout);
        // Pairs with OnEnded, which completes the task and then clears the deadline.
        if (Task.IsCompleted)
            _loop.Timers.ClearDeadline(_deadline);
    }

    public override void OnEnded(EventualResult ended)
    {
        base.OnEnded(ended);
        _loop.Timers.ClearDeadline(_deadline);
    }

    private sealed class CallDeadline(EventualResult call, TimeSpan timeout) : LoopDeadline
    {
        private static readonly TimeSpan _debuggerCheck = TimeSpan.FromMilliseconds(100);

        public override string GetName() => call.GetName();

        public override void Expire(EventLoop loop)
        {
            if (timeout > TimeSpan.Zero && loop.TimeoutsWait)
                loop.Timers.SetDeadline(this, _debuggerCheck);
            else
                call.TryEndTimedOut(timeout);
        }
    }
}
