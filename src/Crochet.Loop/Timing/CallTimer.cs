using Crochet.Diagnostics;
using Crochet.Running;

namespace Crochet.Timing;

/// <summary>
/// A timer whose callback may go on after its turn: each time it is due makes a call, which is listed, drained, cancelled and reported like
/// every other, and which nobody has the result of.
/// </summary>
internal sealed class CallTimer : LoopTimer
{
    private static readonly AsyncLocal<CallTimer?> _here = new();

    private readonly Delegate _callback;
    private readonly bool _isRepeated;
    private readonly Lock _lock = new();
    private readonly List<TimedCall> _calls = [];

    /// <param name="loop">Whose timer it is.</param>
    /// <param name="callback">A function that gives a task or a value task; it may take a token.</param>
    /// <param name="isRepeated">Whether no call is made while the one before goes on.</param>
    public CallTimer(EventLoop loop, Delegate callback, bool isRepeated)
        : base(loop, null)
    {
        _callback = callback;
        _isRepeated = isRepeated;
        var outer = _here.Value;
        _here.Value = this;
        Context = ExecutionContext.Capture();
        _here.Value = outer;
    }

    private bool TakesToken => _callback is Func<CancellationToken, Task>;

    public override void Dispose()
    {
        base.Dispose();
        // A turn of its own, so that no code of the loop is resumed in the middle of other code's turn; the loop's stop signals the tokens
        // itself.
        if (TakesToken)
            Loop.PostOwn(new TokenSignal(this));
    }

    public override string GetName() => MethodName.Of(_callback);

    protected override void Fire()
    {
        var isInDrain = Loop.State != EventLoopState.Running;
        TimedCall call;
        lock (_lock)
        {
            _calls.RemoveAll(static call => call.HasWorkEnded);
            if (_isRepeated && (_calls.Count > 0 || (isInDrain && !Loop.IsRepetitionNeeded)))
                return;
            _calls.Add(call = new TimedCall(Loop, _callback, TakesToken));
        }

        call.Begin(isInDrain);
    }

    protected override async Task UntilCallsEndAsync()
    {
        // Who is inside a call of this timer would wait for itself.
        if (ReferenceEquals(_here.Value, this))
            return;
        Task[] works;
        lock (_lock)
            works = [.. _calls.Select(static call => call.Work).Where(static work => !work.IsCompleted)];
        if (works.Length == 0)
            return;
        foreach (var work in works)
            await Task.WhenAny(work, Loop.Completion).ConfigureAwait(Loop.Schedule is not null);
        // The work has ended on the loop thread, which who waits here must not be given.
        // A test that drives the loop sees nothing of the thread pool.
        var context = Loop.Schedule is null ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ContinueOnCapturedContext;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | context);
    }

    private void SignalTokens()
    {
        TimedCall[] calls;
        lock (_lock)
            calls = [.. _calls];
        foreach (var call in calls)
            call.SignalToken();
    }

    private sealed class TokenSignal(CallTimer timer) : WorkItem
    {
        public override string GetName() => $"The cancellation of {timer.GetName()}";

        public override void Execute(EventLoop loop) => timer.SignalTokens();

        public override bool Drop() => false;
    }
}
