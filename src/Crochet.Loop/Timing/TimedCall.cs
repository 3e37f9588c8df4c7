using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;

namespace Crochet.Timing;

/// <summary>
/// A call that a timer makes, in the timer's own turn. Nobody gets its result, so that its failure is reported as soon as it happens.
/// </summary>
internal sealed class TimedCall : EventualResult
{
    private readonly Delegate _callback;
    private readonly CallCancellation? _cancellation;
    private volatile Task _work = Task.CompletedTask;

    public TimedCall(EventLoop loop, Delegate callback, bool takesToken)
        : base(loop)
    {
        _callback = callback;
        if (takesToken)
            Attach(_cancellation = new CallCancellation());
    }

    /// <summary>What the callback has returned.</summary>
    public Task Work => _work;

    public bool HasWorkEnded => _work.IsCompleted && IsCompleted;

    /// <summary>Loop thread.</summary>
    public void Begin(bool isInDrain)
    {
        Prepare(isInDrain ? Invoker.InDrain : Invoker.Instance, this);
        MarkQueued(Loop!.TurnStartedAt, isCounted: false);
        ((IWorkItem)this).Execute(Loop!);
    }

    /// <summary>Loop thread.</summary>
    public void SignalToken()
    {
        if (_cancellation is { } cancellation && !HasWorkEnded)
            Loop!.Signal(cancellation, MethodName.Of(_callback));
    }

    private protected override void OnFailed(FailureRecord record) => record.ReportUnlessRetrieved(Loop!.Report);

    private Task Call() => _callback switch
    {
        Func<CancellationToken, Task> function => function(_cancellation!.GetToken()),
        Func<ValueTask> function => function().AsTask(),
        _ => ((Func<Task>)_callback)(),
    };

    internal sealed class Invoker : DelegateInvoker
    {
        public static readonly Invoker Instance = new();

        /// <summary>
        /// Of calls that began when a drain had begun: they are waited for, but are no reason for a repeated call to come again.
        /// </summary>
        public static readonly Invoker InDrain = new();

        public override string GetName(object body) => MethodName.Of(((TimedCall)body)._callback);

        public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
        {
            var timed = (TimedCall)body;
            call.Follow(timed._work = NotNull(timed.Call(), timed._callback));
        }
    }
}
