namespace Crochet.Calls;

/// <summary>
/// A call that has returned a task which has not ended: the task's continuation, and what a snapshot shows of the call. It comes back to
/// its loop's pool when the task has ended.
/// </summary>
/// <remarks>
/// Who holds whom: the task holds this, by its continuation; the result holds this; this holds the result weakly, unless somebody awaits
/// it, so that a result which everybody dropped can be collected though its task never ends. The loop's list holds this weakly: where
/// nothing can end the task any more and nobody has the result, both go.
/// </remarks>
internal sealed class PendingCall : CallAttachment
{
    private readonly WeakReference<EventualResult?> _weakResult = new(null);
    private readonly Action _onTaskEnded;
    private EventualResult? _awaitedResult;
    private CallCancellation? _cancellation;
    private Task? _task;
    private string? _name;

    public PendingCall(EventLoop loop)
    {
        Loop = loop;
        Entry = new PendingEntry(this);
        _onTaskEnded = OnTaskEnded;
    }

    public EventLoop Loop { get; }

    public PendingEntry Entry { get; }

    public CallInvoker? Invoker { get; private set; }

    public object Body { get; private set; } = null!;

    public override CallCancellation? Cancellation => _cancellation;

    public override CallProgress? Progress => _cancellation as CallProgress;

    /// <summary>Whether another call may use it after this one: not where a result still finds its progress here.</summary>
    public bool IsReusable => Progress is null;

    public uint QueuedAt { get; private set; }

    public uint StartedAt { get; private set; }

    public long AwaitedAt { get; private set; }

    /// <summary>Its result has ended by a cancellation, a timeout or a stop while its work goes on.</summary>
    public bool IsAbandoned => Entry.IsAbandoned;

    /// <summary>Since when it is abandoned.</summary>
    public long AbandonedAt { get; private set; }

    public string Name => Invoker is { } invoker ? invoker.GetName(Body) : "A call that has ended";

    /// <summary>Under the list's lock. Kept, since each of many timeouts names the same oldest calls.</summary>
    public string NameInList => _name ??= Name;

    /// <summary>Whose call it is, while it is listed.</summary>
    public EventualResult? Result => !Entry.IsListed ? null : _awaitedResult ?? (_weakResult.TryGetTarget(out var result) ? result : null);

    public void Begin(EventualResult result, CallInvoker invoker, object body, CallCancellation? cancellation, uint startedAt, long now)
    {
        _weakResult.SetTarget(result);
        Invoker = invoker;
        Body = body;
        _cancellation = cancellation;
        QueuedAt = result.QueuedAt;
        StartedAt = startedAt;
        AwaitedAt = now;
    }

    /// <summary>
    /// Somebody awaits the result: it must live for as long as its task may end. From any thread, so the call may be another one's by now.
    /// </summary>
    public void KeepResult(EventualResult result)
    {
        lock (Loop.Pending.Lock)
        {
            if (ReferenceEquals(Result, result))
                _awaitedResult = result;
        }
    }

    /// <summary>Loop thread.</summary>
    public void Abandon(long now)
    {
        lock (Loop.Pending.Lock)
        {
            Cancellation?.Release();
            if (!IsAbandoned)
                AbandonedAt = now;
            Loop.Pending.MarkAbandoned(Entry);
            _awaitedResult = null;
            _weakResult.SetTarget(null);
        }
    }

    /// <summary>Loop thread, in the loop's SynchronizationContext: the continuation comes back to it.</summary>
    public void Follow(Task task)
    {
        _task = task;
        task.GetAwaiter().UnsafeOnCompleted(_onTaskEnded);
    }

    // On the loop thread, since the awaiter took the loop's SynchronizationContext.
    private void OnTaskEnded()
    {
        var task = _task!;
        var result = Result;
        if (IsAbandoned)
            Loop.Reports.AbandonedEnded(Name, AbandonedAt, task.Exception?.InnerException);
        else if (result is null && task is { IsFaulted: true, Exception: { } exception })
            Loop.Report(new Failure(exception.InnerException ?? exception), Name);

        _cancellation?.Release();
        Loop.Pending.Remove(this);
        // Last: the moment a result has ended its caller may use it for the next call.
        result?.EndAs(task);
        Loop.Pending.Recycle(this);
    }

    /// <summary>
    /// Under the list's lock, when it is not listed any more. What it refers to weakly may stay: setting a weak reference costs.
    /// </summary>
    public void Clear()
    {
        _awaitedResult = null;
        _task = null;
        Invoker = null;
        Body = null!;
        if (IsReusable)
            _cancellation = null;
        _name = null;
    }
}
