using Crochet.Timing;

namespace Crochet.Objects;

/// <summary>A call that waits for its object to be made; or, without a call, whoever has it made at the start.</summary>
/// <remarks>
/// It waits until it gets the object or is withdrawn, whichever comes first: <see cref="Succeed"/>, on the loop thread, and
/// <see cref="TryWithdraw"/>, from any, change the same field by compare-exchange. So a caller who is told that the call never ran is told
/// the truth.
/// </remarks>
internal sealed class BoundWait
{
    private const int Waiting = 0;
    private const int Ended = 1;

    // What goes on after it goes on at once, on the loop thread, before any later call.
    private readonly TaskCompletionSource<BoundInstance> _completion = new();
    private readonly BoundObject _owner;
    private readonly EventualResult? _call;
    private readonly string _name;
    private readonly TimeSpan _timeout;
    private int _state;
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;

    public BoundWait(BoundObject owner, EventualResult? call, string name, TimeSpan timeout)
    {
        _owner = owner;
        _call = call;
        _name = name;
        _timeout = timeout;
    }

    /// <summary>False for the making at the start, which no call asks for.</summary>
    public bool IsCall { get; init; }

    public Task<BoundInstance> Task => _completion.Task;

    /// <summary>Ends the call when the time is over or the token is signalled.</summary>
    public void StartLimits(TimeProvider clock, CancellationToken token)
    {
        var limit = ReferenceEquals(clock, TimeProvider.System) ? TimerReach.Limit(_timeout) : _timeout;
        if (_call is not null && limit != Timeout.InfiniteTimeSpan)
            _timer = clock.CreateTimer(static wait => ((BoundWait)wait!).Expire(), this, limit, Timeout.InfiniteTimeSpan);
        _registration = token.UnsafeRegister(static wait => ((BoundWait)wait!).Cancel(), this);
    }

    public void Succeed(BoundInstance instance)
    {
        End();
        // A call that has ended meanwhile never runs.
        if (!TryEnd() || _call is { IsCompleted: true })
            _completion.TrySetCanceled();
        else
            _completion.TrySetResult(instance);
    }

    /// <summary>From any thread: whether the call had to wait still, and so never runs.</summary>
    public bool TryWithdraw() => TryEnd();

    public bool TryFail(Exception exception)
    {
        End();
        return _completion.TrySetException(exception);
    }

    private void Cancel()
    {
        End();
        _completion.TrySetCanceled();
    }

    // From any thread: the loop's own may be held by the making.
    private void Expire()
    {
        var exception =
            new CrochetTimeoutException(_name, _timeout, CallPhase.Queued, isWithdrawn: true, _owner.Loop.GetSnapshot(pendingLimit: 5));
        if (TryWithdraw() && _call!.EndWith(exception, report: true))
            _owner.Loop.SynchronizationContext.Post(static wait => ((BoundWait)wait!).Cancel(), this);
    }

    private bool TryEnd() => Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting;

    private void End()
    {
        _timer?.Dispose();
        _registration.Unregister();
    }
}
