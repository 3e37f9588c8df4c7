using Crochet.Calls;
using Crochet.Stashing;

namespace Crochet.Keeping;

/// <summary>A result that is kept for its owner, and who is to be told when it changes.</summary>
internal sealed class KeptResult(Stashed stashed, string owner, long number)
{
    private readonly EventualResult _result = stashed.Result;
    private TaskCompletionSource _changed = NewSignal();
    private (int State, long Report) _seen = (-1, 0);
    private volatile bool _isDeleted;

    /// <summary>Its place in the stash, which says how long it is kept.</summary>
    public Stashed Stashed => stashed;

    public StashId Id => stashed.Id;

    public string Owner { get; } = owner;

    /// <summary>Later ones have greater numbers.</summary>
    public long Number { get; } = number;

    /// <summary>When its end was seen, in the order of ends; null before. Under the lock of <see cref="KeptResults"/>.</summary>
    public long? EndNumber { get; set; }

    // Taken now: a call that has ended forgets what it was.
    public string Call { get; } = stashed.Result.CallName;

    public EventualResult Result => _result;

    public bool HasEnded => _isDeleted || _result.IsCompleted;

    /// <summary>Ends with the next change. To be taken before a look, so that no change falls between the two.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public ResultLook Look()
    {
        var status = _isDeleted ? CrochetResultStatus.Cancelled : _result.IsCompleted ? StatusOfEnd() : StatusOfState(_result.State);
        var look = new ResultLook(Id.ToString(), Call, status, _result.LastReport?.Content, null, null, null);
        return status switch
        {
            CrochetResultStatus.Succeeded => look with { Value = _result.BoxedValue, ValueType = TypeOfValue },
            CrochetResultStatus.Failed => look with { Failure = _result.OriginalFailure() },
            _ => look,
        };
    }

    /// <summary>Tells those who follow it.</summary>
    public void Announce() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    /// <summary>
    /// Tells those who follow it if the call has come further, or reported progress, since this was last asked. One thread at a time.
    /// </summary>
    public void AnnounceProgress()
    {
        var seen = (_result.State, _result.LastReport?.Number ?? 0);
        if (seen == _seen)
            return;
        _seen = seen;
        Announce();
    }

    /// <summary>Cancels the call; whoever follows it is told, whatever becomes of the call.</summary>
    public void Delete()
    {
        _isDeleted = true;
        _result.Cancel();
        Announce();
    }

    private Type? TypeOfValue => _result.GetType() is { IsGenericType: true } type ? type.GetGenericArguments()[0] : null;

    private CrochetResultStatus StatusOfEnd() => _result.FailureOfEnd is not { } record
        ? CrochetResultStatus.Succeeded
        : record.Failure.Exception is OperationCanceledException ? CrochetResultStatus.Cancelled : CrochetResultStatus.Failed;

    private CrochetResultStatus StatusOfState(int state) => state switch
    {
        CallState.Queued => _result.Loop is null ? CrochetResultStatus.Awaiting : CrochetResultStatus.Queued,
        CallState.Running => CrochetResultStatus.Running,
        CallState.Awaiting => CrochetResultStatus.Awaiting,
        _ => StatusOnceEnded(),
    };

    // Another thread is ending it this moment.
    private CrochetResultStatus StatusOnceEnded()
    {
        var spinner = new SpinWait();
        while (!_result.IsCompleted)
            spinner.SpinOnce();
        return StatusOfEnd();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
