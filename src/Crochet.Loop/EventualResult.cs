using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Waiting;

namespace Crochet;

/// <summary>
/// The result, now or later, of a call that runs in a loop: what <see cref="EventLoop.RunInReactor(Action)"/> and members marked with
/// <c>[RunInReactor]</c> hand back at once. Wait for it, await it, cancel it, or stash it for later; from any thread, any number of times.
/// A failure that nobody retrieves is reported once, by <see cref="EventLoop.UnobservedFailure"/>. Twisted's <c>Deferred</c>, seen from
/// other threads, is the model.
/// </summary>
/// <remarks>An async method may return it, in place of a <see cref="Task"/>; that one runs wherever it is called, and needs no
/// loop.</remarks>
[AsyncMethodBuilder(typeof(EventualResultMethodBuilder))]
[DebuggerDisplay("{GetName(),nq}: {StatusText,nq}")]
[DebuggerTypeProxy(typeof(EventualResultView))]
public class EventualResult : IWorkItem
{
    // Null for a result without a loop: a test double's, an async method's.
    private readonly EventLoop? _loop;
    private IWorkItem? _next;
    private CallInvoker? _invoker;
    private object? _body;
    private ExecutionContext? _context;
    private CallAttachment? _attachment;
    private ResultWaiters _waiters;
    private CallState _state;
    private uint _ticket;
    private uint _queuedAt;

    internal EventualResult(EventLoop? loop, CallInvoker? invoker = null, object? body = null)
    {
        _loop = loop;
        _invoker = invoker;
        _body = body;
    }

    /// <summary>An ended result, for test doubles.</summary>
    public static EventualResult Completed
    {
        get
        {
            var result = new EventualResult(null);
            result.Succeed();
            return result;
        }
    }

    /// <summary>Whether the call has ended, in whatever way. Once true, it stays true.</summary>
    public bool IsCompleted => _state.IsFinished || _waiters.HaveEnded;

    /// <summary>Whether the call has ended well.</summary>
    public bool IsCompletedSuccessfully => IsCompleted && State == CallState.Succeeded;

    /// <summary>
    /// Whether the call has failed, other than by a cancellation; a loop's stop and a timeout are failures. Does not count as retrieving
    /// the failure.
    /// </summary>
    public bool IsFaulted => IsCompleted && State == CallState.Failed;

    /// <summary>Whether the call has ended by a cancellation.</summary>
    public bool IsCanceled => IsCompleted && State == CallState.Cancelled;

    /// <summary>A failed result, for test doubles. Nobody reports it when it is dropped.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static EventualResult FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var result = new EventualResult(null);
        result.EndWith(exception, report: false);
        return result;
    }

    /// <summary>A result that ends as <paramref name="task"/> does, on the thread where it does.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    public static EventualResult FromTask(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var result = new EventualResult(null);
        result.FollowAnywhere(task);
        return result;
    }

    /// <summary>An ended result with a value, for test doubles.</summary>
    public static EventualResult<T> FromResult<T>(T value)
    {
        var result = new EventualResult<T>(null);
        result.Succeed(value);
        return result;
    }

    /// <inheritdoc cref="FromException(Exception)"/>
    public static EventualResult<T> FromException<T>(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var result = new EventualResult<T>(null);
        result.EndWith(exception, report: false);
        return result;
    }

    /// <inheritdoc cref="FromTask(System.Threading.Tasks.Task)"/>
    public static EventualResult<T> FromTask<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var result = new EventualResult<T>(null);
        result.FollowAnywhere(task);
        return result;
    }

    /// <summary>A result that ends as the task does: <see cref="FromTask(System.Threading.Tasks.Task)"/>.</summary>
    public static implicit operator EventualResult(Task task) => FromTask(task);

    /// <summary>
    /// Blocks until all have ended, then throws what the first of them in order threw that failed. Each failure among them counts as
    /// retrieved.
    /// </summary>
    /// <param name="results">Of any loops.</param>
    /// <param name="timeout">How long to block at most for all of them together, in real time: 0 or more, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait alone, not the calls.</param>
    /// <exception cref="ArgumentNullException"><paramref name="results"/>, or one of them, is null.</exception>
    /// <exception cref="CrochetTimeoutException">Not all had ended in time; it names the first that had not.</exception>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public static void WaitAll(IEnumerable<EventualResult> results, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        SeveralResults.WaitAll(SeveralResults.ListOf(results), timeout, cancellationToken);

    /// <returns>The values, in the order of the results.</returns>
    /// <inheritdoc cref="WaitAll(IEnumerable{EventualResult}, TimeSpan, CancellationToken)"/>
    public static T[] WaitAll<T>(IEnumerable<EventualResult<T>> results, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var list = SeveralResults.ListOf(results);
        SeveralResults.WaitAll(list, timeout, cancellationToken);
        return Array.ConvertAll(list, static result => result.Value);
    }

    /// <summary>Blocks until one of them has ended. What that one failed with is neither thrown nor retrieved by this.</summary>
    /// <param name="results">Of any loops; one at least.</param>
    /// <param name="timeout">How long to block at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait alone, not the calls.</param>
    /// <returns>The index of one that has ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="results"/>, or one of them, is null.</exception>
    /// <exception cref="ArgumentException">There are no results.</exception>
    /// <exception cref="CrochetTimeoutException">None had ended in time; it names the first.</exception>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public static int WaitAny(IReadOnlyList<EventualResult> results, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        SeveralResults.WaitAny(SeveralResults.ListOf(results), timeout, cancellationToken);

    /// <summary>
    /// Blocks the calling thread until the call has ended, and throws what it threw. In real time, whatever the loop's time is.
    /// </summary>
    /// <param name="timeout">How long to block at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait alone, not the call.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="CrochetTimeoutException">There was no result in time. The call goes on, and a later wait may get it.</exception>
    /// <exception cref="EventLoopStoppedException">The loop stopped before the call had ended.</exception>
    /// <exception cref="EventLoopDeadlockException">Called on the thread of the loop that must produce the result (of any loop, for a
    /// result that has none), whether or not it is there already; or the wait would close a ring of loops that wait for each
    /// other.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or <paramref name="cancellationToken"/> was
    /// signalled.</exception>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!BlockingWait.TryAwaitEnd(this, timeout, cancellationToken))
            ThrowTimedOut(timeout);
        ThrowIfFailed();
    }

    /// <summary>
    /// Like <see cref="Wait(TimeSpan, CancellationToken)"/>, but false where that throws <see cref="CrochetTimeoutException"/>.
    /// </summary>
    /// <returns>Whether the call has succeeded; false while it has not ended. What it threw is thrown.</returns>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!BlockingWait.TryAwaitEnd(this, timeout, cancellationToken))
            return false;
        ThrowIfFailed();
        return true;
    }

    /// <summary>
    /// The last progress that the call has reported, where it is a <typeparamref name="TProgress"/>. Never blocks; after the end it stays.
    /// </summary>
    /// <typeparam name="TProgress">The type that the call reports, or one that its reports may be.</typeparam>
    /// <returns>False while there is none, and for a call that reports none.</returns>
    public bool TryGetProgress<TProgress>([MaybeNullWhen(false)] out TProgress progress)
    {
        progress = default;
        return Volatile.Read(ref _attachment)?.Progress is { } reported && reported.TryGet(out progress);
    }

    /// <summary>
    /// The call's progress as it comes: what was reported last, at once, then each newer report; a slow reader gets the latest and skips
    /// those between, but never the last. Ends when the call has ended, well or not, and throws nothing of what it failed with, which stays
    /// to be retrieved. A reader's code never goes on on the loop thread unless it is awaited there.
    /// </summary>
    /// <typeparam name="TProgress">The type that the call reports; of a call that reports none, or others, there is nothing to
    /// read.</typeparam>
    /// <param name="cancellationToken">Ends the reading alone, with <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<TProgress> ReadProgressAsync<TProgress>(CancellationToken cancellationToken = default) =>
        (Volatile.Read(ref _attachment)?.Progress ?? new CallProgress<TProgress>()).ReadAsync<TProgress>(this, cancellationToken);

    /// <summary>
    /// Cancels the call, and returns at once. One that is still queued never runs, and has ended when this returns. One that runs has its
    /// token signalled on the loop thread; where it takes no notice its result ends as cancelled all the same, and the work that goes on is
    /// abandoned. After the end this does nothing.
    /// </summary>
    public void Cancel()
    {
        _loop?.Schedule?.Pass($"Cancel of {GetName()}");
        if (IsCompleted)
            return;
        if (_loop is null)
            EndCancelled(default);
        else if (TryWithdraw())
            FinishCancelled(CallState.Queued, Volatile.Read(ref _attachment)?.Cancellation?.CallerToken ?? default);
        else
            _loop.PostOwn(new CancellationRequest(this));
    }

    /// <summary>
    /// The failure, as the loop saw it, its stack trace untouched by later throws; a cancellation and a stop of the loop are failures too.
    /// Null while there is none. Never blocks, and does not count as retrieving the failure.
    /// </summary>
    public Failure? OriginalFailure() => FailureOfEnd?.Failure;

    /// <summary>Keeps the result in its loop's <see cref="EventLoop.Stash"/>, from where the id retrieves it once.</summary>
    /// <exception cref="InvalidOperationException">The result has no loop; <see cref="ResultStash.Store"/> of some loop's stash takes
    /// it.</exception>
    public StashId Stash() => (_loop ?? _invoker?.Home) is { } loop
        ? loop.Stash.Store(this)
        : throw new InvalidOperationException(
            "This result belongs to no loop, so it has no stash of its own. Call Store(result) of a loop's Stash.");

    /// <summary>
    /// A task that ends as the call does. Its continuations run off the loop thread, or in the context they were awaited from. The task
    /// stands for the result: who drops it with its exception unread has not retrieved the failure.
    /// </summary>
    public Task AsTask() => GetTask();

    /// <summary>For <c>await</c>: the awaiter of <see cref="AsTask"/>.</summary>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    internal EventLoop? Loop => _loop;

    /// <summary>What was called, also after its end where that is a marked member.</summary>
    internal string CallName => Volatile.Read(ref _body) is null && _invoker is { } invoker ? invoker.GetName(body: null!) : GetName();

    /// <summary>What the call has reported last; null where it has reported nothing.</summary>
    internal ProgressReport? LastReport => Volatile.Read(ref _attachment)?.Progress?.Last;

    /// <summary>Whether there is anything that the call reports to.</summary>
    internal bool ReportsProgress => Volatile.Read(ref _attachment)?.Progress is not null;

    internal int State => _state.Value;

    internal uint QueuedAt => _queuedAt;

    /// <summary>The call among its loop's pending ones, while it is one of them.</summary>
    internal PendingCall? PendingCall => Volatile.Read(ref _attachment) as PendingCall;

    /// <summary>How the call ended that has not succeeded; null while there is no such end.</summary>
    internal FailureRecord? FailureOfEnd => IsCompleted ? FailureOfEnding : null;

    /// <summary>
    /// The same from the moment on that it is written down, before those who wait for the end are told. A token that the call gets after
    /// that is signalled already, so whoever hears of that finds here why.
    /// </summary>
    internal FailureRecord? FailureOfEnding => Volatile.Read(ref _attachment) as FailureRecord;

    /// <summary>Who is blocked for the end; null where nobody is, or only tasks wait.</summary>
    internal Parker? Caller => IsCompleted ? null : _waiters.Blocked;

    /// <summary>For debuggers.</summary>
    internal string StatusText => State switch
    {
        CallState.Queued => "queued",
        CallState.Running => "running",
        CallState.Awaiting => "awaiting",
        CallState.Succeeded => "succeeded",
        CallState.Cancelled => "cancelled",
        _ => $"failed: {OriginalFailure()?.Exception.Message}",
    };

    /// <summary>For debuggers.</summary>
    internal virtual object? BoxedValue => null;

    ref IWorkItem? IWorkItem.Next => ref _next;

    ref uint IWorkItem.Ticket => ref _ticket;

    string IWorkItem.GetName() => GetName();

    uint IWorkItem.GetQueuedAt(uint now) => _queuedAt;

    bool IWorkItem.Drop() => EndStopped();

    internal string GetName()
    {
        var body = Volatile.Read(ref _body);
        var invoker = _invoker;
        if (body is not null && invoker is not null)
            return invoker.GetName(body);
        return PendingCall is { } pending ? pending.Name : _loop is null ? "A result without a loop" : "A call that has ended";
    }

    /// <summary>The call's arguments, as its invoker shows them.</summary>
    internal string? GetArguments() => Volatile.Read(ref _body) is { } body ? _invoker?.GetArguments(body) : null;

    /// <summary>
    /// Readies the call to be queued. The state goes last: whoever else still has the object from an earlier call finds it ended until
    /// then. Of a call that is used again only what has changed is written: memory that one thread writes to costs the other a wait.
    /// </summary>
    internal void Prepare(CallInvoker invoker, object body)
    {
        if (!ReferenceEquals(_invoker, invoker))
            _invoker = invoker;
        if (!ReferenceEquals(_body, body))
            Volatile.Write(ref _body, body);
        _state.Queue();
    }

    /// <summary>Loop thread, in the call's turn: its invoker goes on with another body.</summary>
    internal void GoOnWith(object body) => Volatile.Write(ref _body, body);

    /// <summary>Gives a call that is not queued yet what it is to carry.</summary>
    internal void Attach(CallAttachment attachment) => _attachment = attachment;

    /// <summary>Gives a call that is not queued yet its first waiter, or none.</summary>
    internal void BeginWaiting(IWaiter? waiter) => _waiters.Begin(waiter);

    internal void MarkQueued(uint now, bool isCounted)
    {
        if (ExecutionContext.Capture() is { } context)
            _context = context;
        _queuedAt = now;
        // A token that was signalled meanwhile has ended it.
        if (isCounted && !_state.TryCount())
            _loop!.Calls.Limit!.Leave();
    }

    /// <summary>Readies an ended call's object for the next call of the same loop.</summary>
    internal virtual void Reset()
    {
        if (_attachment is not null)
            _attachment = null;
    }

    void IWorkItem.Execute(EventLoop loop)
    {
        if (!_state.TryStart(out var wasCounted))
        {
            loop.Queue.OnWithdrawnTaken();
            return;
        }

        if (wasCounted)
            loop.Calls.Limit!.Leave();
        var invoker = _invoker!;
        var context = _context;
        if (context is not null)
            _context = null;
        try
        {
            var token = invoker.TakesToken ? GetToken() : default;
            var body = _body!;
            loop.Turns.EnterCall(invoker, body);
            loop.Turns.EnterContext(context);
            invoker.Invoke(this, body, token);
        }
        catch (Exception exception)
        {
            EndWith(exception, report: true);
        }
    }

    /// <summary>Runs the call in the turn that the loop thread is in.</summary>
    internal void ExecuteInPlace()
    {
        _state.StartInPlace();
        try
        {
            _invoker!.Invoke(this, _body!, _invoker.TakesToken ? GetToken() : default);
        }
        catch (Exception exception)
        {
            EndWith(exception, report: true);
        }
    }

    /// <summary>What the running call reports its progress to; what nobody has asked for goes nowhere.</summary>
    internal IProgress<TProgress> GetProgress<TProgress>() =>
        Volatile.Read(ref _attachment)?.Progress?.Of<TProgress>() ?? new CallProgress<TProgress>();

    /// <summary>Ends this call as the task does: now, or when it ends. Loop thread, at the end of the call's turn.</summary>
    internal void Follow(Task task)
    {
        if (task.IsCompleted)
        {
            EndAs(task);
            return;
        }

        var loop = _loop!;
        var attachment = Volatile.Read(ref _attachment);
        var pending = loop.Pending.Rent();
        var invoker = _invoker!;
        var body = invoker.GetPendingBody(_body!);
        pending.Begin(this, invoker, body, attachment?.Cancellation, loop.TurnStartedAt, loop.Clock.TotalMilliseconds);
        loop.Pending.Add(pending);
        loop.Turns.UseOwnSynchronizationContext();

        // Another thread may be ending the call right now; what it leaves is in its record.
        if (attachment is not FailureRecord
            && ReferenceEquals(Interlocked.CompareExchange(ref _attachment, pending, attachment), attachment)
            && _state.TryAwait())
        {
            // Pairs with TryAddWaiter, which adds the waiter first and looks for the pending call after.
            if (_waiters.KeepResult)
                pending.KeepResult(this);
        }
        else
        {
            // It ended while it ran, so its token has not been signalled yet.
            pending.Abandon((Volatile.Read(ref _attachment) as FailureRecord)?.LeftRunningAt ?? loop.Clock.TotalMilliseconds);
            if (pending.Cancellation is { } cancellation)
                loop.Signal(cancellation, pending.Name);
        }

        pending.Follow(task);
    }

    /// <summary>Loop thread: signals the token of a call that runs, and ends it as cancelled where it takes no notice.</summary>
    internal void CancelInLoop()
    {
        var loop = _loop!;
        var attachment = Volatile.Read(ref _attachment);
        if (attachment is FailureRecord record)
            attachment = record.Remains;

        // The entry may be another call's by now.
        var pending = attachment as PendingCall;
        if (pending is not null && !ReferenceEquals(pending.Result, this))
            pending = null;
        var cancellation = pending?.Cancellation ?? attachment as CallCancellation;
        if (cancellation is not null)
            loop.Signal(cancellation, pending?.Name ?? GetName());

        // What was resumed by the token's callbacks may have ended the call.
        if (pending is not null && ReferenceEquals(pending.Result, this))
            pending.Abandon(loop.Clock.TotalMilliseconds);
        EndCancelled(cancellation?.CallerToken ?? default);
    }

    /// <summary>False when the result has ended, and for a task where another thread has added one.</summary>
    internal bool TryAddWaiter(IWaiter waiter)
    {
        if (!_waiters.TryAdd(waiter))
            return false;
        // Pairs with Follow, which attaches the pending call first and looks for waiters after.
        if (waiter.KeepsResult)
            PendingCall?.KeepResult(this);
        // Pairs with TryFinish, where the call ends first and those who wait are looked for after.
        if (_state.IsFinished)
            _waiters.End(this);
        return true;
    }

    internal void RemoveWaiter(IWaiter waiter) => _waiters.Remove(waiter);

    /// <summary>A thread that has been a waiter goes on: the result keeps nothing of it, nor of the call if that has ended.</summary>
    internal void OnWaited(Parker waiter)
    {
        // Pairs with TryFinish, where the call ends first and those who wait are looked for after.
        _waiters.Remove(waiter);
        if (_state.IsFinished)
            Volatile.Write(ref _body, null);
    }

    internal void ThrowIfFailed()
    {
        if (FailureOfEnd is not { } record)
            return;
        record.MarkRetrieved();
        record.Failure.Throw();
    }

    /// <summary>Throws what a wait throws that got no result, unless it is there after all.</summary>
    internal void ThrowTimedOut(TimeSpan timeout)
    {
        var exception = CrochetTimeoutException.For(this, State, timeout, isWithdrawn: false);
        if (!HasEnded())
            throw exception;
    }

    internal void Succeed() => TrySucceed();

    /// <summary>Ends the call as a task that has ended did.</summary>
    internal virtual void EndAs(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            Succeed();
            return;
        }

        if (task.Exception is { } exception)
        {
            EndWith(exception.InnerException ?? exception, report: true);
            return;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancellation)
        {
            EndWith(cancellation, report: false);
        }
    }

    /// <summary>Ends the call with an exception; false when it had ended before.</summary>
    internal bool EndWith(Exception exception, bool report)
    {
        if (!TryBeginEnd(out var prior))
        {
            if (report && exception is not OperationCanceledException && _loop is not null)
                _loop.Reports.LateFailure(exception, GetName());
            return false;
        }

        if (exception is OperationCanceledException or EventLoopStoppedException)
            report = false;
        var failure = new Failure(exception);
        FailureRecord record = report ? new WatchedFailureRecord(failure, GetName(), _loop ?? _invoker?.Home ?? EventLoop.Current)
            : new FailureRecord(failure);
        FinishEnd(exception is OperationCanceledException ? CallState.Cancelled : CallState.Failed, record, prior);
        if (report)
            OnFailed(record);
        return true;
    }

    internal void EndCancelled(CancellationToken token)
    {
        if (TryBeginEnd(out var prior))
            FinishCancelled(prior, token);
    }

    /// <summary>Ends the call because its loop has stopped: from any thread, and before anything that could block.</summary>
    internal bool EndStopped()
    {
        if (!TryBeginEnd(out var prior))
            return false;
        FinishStopped(prior);
        return true;
    }

    /// <summary>
    /// Takes a call back that came after its loop's stop. False for one that has begun, which came before, and for one that has ended.
    /// </summary>
    internal bool TryRefuse()
    {
        if (!TryBeginEndQueued())
            return false;
        FinishStopped(CallState.Queued);
        return true;
    }

    /// <summary>
    /// Ends a call whose timeout has come, and has the loop cancel its work; from any thread. Null when it has ended after all.
    /// </summary>
    internal CrochetTimeoutException? TryEndTimedOut(TimeSpan timeout)
    {
        if (!TryBeginEnd(out var prior))
        {
            HasEnded();
            return null;
        }

        var wasQueued = prior == CallState.Queued;
        var exception = CrochetTimeoutException.For(this, prior, timeout, isWithdrawn: NeverRuns(prior));
        if (wasQueued)
            _loop!.Queue.OnWithdrawn();
        FinishEnd(CallState.Failed, new FailureRecord(new Failure(exception)), prior, cancelsWork: !wasQueued);
        return exception;
    }

    private protected virtual void OnFailed(FailureRecord record)
    {
    }

    private protected bool TrySucceed()
    {
        if (_attachment is null && State == CallState.Running && Observed is null)
            return TryFinish();
        if (!_state.TrySucceed())
        {
            TellOfLateSuccess();
            return false;
        }

        Observed?.End(null);
        if (_attachment is { } attachment)
        {
            attachment.Cancellation?.Release();
            _attachment = attachment.Progress;
        }

        Volatile.Write(ref _body, null);
        _context = null;
        _waiters.End(this);
        return true;
    }

    // There is nothing to be done for the end but to say so. From that moment on the caller that has blocked may have the object in its
    // next call, for which its thread waits as well: so the body is that thread's to clear.
    private bool TryFinish()
    {
        var isPost = _waiters.AreNone;
        if (!_state.TryFinish())
        {
            TellOfLateSuccess();
            return false;
        }

        // Pairs with OnWaited: a thread that leaves is seen to have left, or sees the end and clears the body itself.
        if (!_waiters.IsThread)
            Volatile.Write(ref _body, null);
        if (isPost)
            _loop!.Turns.OnPostEnded();
        _waiters.Tell(this);
        return true;
    }

    // A result without a loop: ends on whatever thread the task ends.
    internal void FollowAnywhere(Task task)
    {
        if (task.IsCompleted)
        {
            EndAs(task);
            return;
        }

        task.ContinueWith(
            static (ended, state) => ((EventualResult)state!).EndAs(ended), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private protected Task GetTask()
    {
        while (!IsCompleted)
        {
            if (_waiters.Task is { } existing)
                return existing.Task;
            var made = CreateTask();
            if (TryAddWaiter(made))
                return made.Task;
        }

        if (FailureOfEnd is null)
            return CreateEndedTask();
        var ended = CreateTask();
        ended.OnEnded(this);
        return ended.Task;
    }

    private protected virtual Task CreateEndedTask() => Task.CompletedTask;

    private protected virtual IResultTask CreateTask() => new ResultTask<bool>(this);

    /// <summary>The call as those who listen see it; null while nobody does.</summary>
    private ObservedCall? Observed => Diagnosis.IsEnabled ? _invoker as ObservedCall : null;

    /// <summary>The token of the running call. Loop thread only, in the call's turn.</summary>
    internal CancellationToken GetToken()
    {
        if (Volatile.Read(ref _attachment) is CallCancellation cancellation)
            return cancellation.GetToken();
        var created = new CallCancellation();
        // When this fails the call has been ended meanwhile, by a stop or a timeout: nobody could signal the token.
        return Interlocked.CompareExchange(ref _attachment, created, null) is null ? created.GetToken()
            : new CancellationToken(canceled: true);
    }

    // A call that another thread is ending this moment has ended: what was said of it meanwhile is not to be believed.
    private bool HasEnded()
    {
        if (State < CallState.Ending)
            return false;
        var spinner = new SpinWait();
        while (!IsCompleted)
            spinner.SpinOnce();
        return true;
    }

    private void TellOfLateSuccess()
    {
        if (_loop is { IsInLoopThread: true } loop && Volatile.Read(ref _attachment) is FailureRecord { LeftRunningAt: { } endedAt })
            loop.Reports.AbandonedEnded(GetName(), endedAt, exception: null);
    }

    private bool TryWithdraw()
    {
        if (!TryBeginEndQueued())
            return false;
        _loop!.Queue.OnWithdrawn();
        return true;
    }

    private bool TryBeginEndQueued()
    {
        if (!_state.TryBeginEndQueued(out var wasCounted))
            return false;
        if (wasCounted)
            _loop!.Calls.Limit!.Leave();
        return true;
    }

    private bool TryBeginEnd(out int prior)
    {
        if (!_state.TryBeginEnd(out prior, out var wasCounted))
            return false;
        if (wasCounted)
            _loop!.Calls.Limit!.Leave();
        return true;
    }

    // Whoever ends the call asks, once.
    private bool NeverRuns(int prior) =>
        prior == CallState.Queued || (Volatile.Read(ref _body) is { } body && _invoker?.TryWithdraw(body) == true);

    private void FinishStopped(int prior) => FinishEnd(
        CallState.Failed,
        new FailureRecord(new Failure(new EventLoopStoppedException(_loop!.Name, isWithdrawn: NeverRuns(prior)))), prior);

    private void FinishCancelled(int prior, CancellationToken token)
    {
        var exception = new OperationCanceledException($"{OneLine.Of(GetName())} was cancelled.", token);
        FinishEnd(CallState.Cancelled, new FailureRecord(new Failure(exception)), prior);
    }

    private void FinishEnd(int state, FailureRecord record, int prior, bool cancelsWork = false)
    {
        // Pairs with the exchanges in GetToken and Follow: what they attached before is in Remains, and after they find the record.
        record.TakeOver(_attachment);
        if (prior == CallState.Running && _loop is { IsInLoopThread: false } held)
            record.LeftRunningAt = held.Clock.TotalMilliseconds;
        var attachment = Interlocked.Exchange(ref _attachment, record);
        record.TakeOver(attachment);
        // A pending call releases its own, on the loop thread: by now it may be another call's.
        (attachment as CallCancellation)?.Release();
        _state.End(state);
        Observed?.End(record.Failure.Exception);
        if (prior == CallState.Queued && Volatile.Read(ref _body) is { } body)
            _invoker?.OnNeverRan(this, body);
        // The turn that runs the call right now still needs its body.
        if (prior != CallState.Running || _loop is not { IsInLoopThread: false })
            Volatile.Write(ref _body, null);
        // Before anybody learns of the end: a call that is made because of it comes after the cancellation.
        if (cancelsWork)
            _loop!.PostOwn(new CancellationRequest(this));
        _waiters.End(this);
    }
}
