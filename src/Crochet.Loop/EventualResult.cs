using System.Diagnostics;
using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Waiting;

namespace Crochet;

/// <summary>
/// The result, now or later, of a call that runs in a loop: what <see cref="EventLoop.RunInReactor(Action)"/> and members marked with
/// <c>[RunInReactor]</c> hand back at once. Wait for it, await it, cancel it, or stash it for later; from any thread, any number of times. A failure that
/// nobody retrieves is reported once, by <see cref="EventLoop.UnobservedFailure"/>. Twisted's <c>Deferred</c>, seen from other threads, is the model.
/// </summary>
/// <remarks>An async method may return it, in place of a <see cref="Task"/>; that one runs wherever it is called, and needs no loop.</remarks>
[AsyncMethodBuilder(typeof(EventualResultMethodBuilder))]
[DebuggerDisplay("{GetName(),nq}: {StatusText,nq}")]
[DebuggerTypeProxy(typeof(EventualResultView))]
public partial class EventualResult : WorkItem
{
    // Stands in _waiters once the result has ended and can be read.
    private static readonly object _ended = new();

    // Null for a result without a loop: a test double's, an async method's.
    private readonly EventLoop? _loop;
    private CallInvoker? _invoker;
    private object? _body;
    private ExecutionContext? _context;

    // Who is to be told of the end: null, a Parker, a ResultTask, a WaiterList of these, or _ended. Its exchange for _ended publishes the end and is the
    // last that the loop does to a result, since its caller may then use the object again.
    private object? _waiters;

    // A CallCancellation before the call turns asynchronous, a PendingCall after, a FailureRecord when it has ended otherwise than by success.
    private object? _extra;
    private int _state;
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
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _waiters), _ended);

    internal EventLoop? Loop => _loop;

    /// <summary>What was called, also after its end where that is a marked member.</summary>
    internal string CallName => Volatile.Read(ref _body) is null && _invoker is { } invoker ? invoker.GetName(body: null!) : GetName();

    /// <summary>The call among its loop's pending ones, while it is one of them.</summary>
    internal PendingCall? PendingCall => Volatile.Read(ref _extra) as PendingCall;

    /// <summary>For debuggers.</summary>
    internal string StatusText => Volatile.Read(ref _state) switch
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
    /// The failure, as the loop saw it, its stack trace untouched by later throws; a cancellation and a stop of the loop are failures too. Null while there
    /// is none. Never blocks, and does not count as retrieving the failure.
    /// </summary>
    public Failure? OriginalFailure()
    {
        var failure = FailureOfEnd?.Failure;
        failure?.Preserve();
        return failure;
    }

    /// <summary>Keeps the result in its loop's <see cref="EventLoop.Stash"/>, from where the id retrieves it once.</summary>
    /// <exception cref="InvalidOperationException">The result has no loop; <see cref="ResultStash.Store"/> of some loop's stash takes it.</exception>
    public StashId Stash() => _loop is { } loop
        ? loop.Stash.Store(this)
        : throw new InvalidOperationException("This result belongs to no loop, so it has no stash of its own. Call Store(result) of a loop's Stash.");

    internal override uint GetQueuedAt(uint now) => _queuedAt;

    internal override string GetName()
    {
        var body = Volatile.Read(ref _body);
        var invoker = _invoker;
        if (body is not null && invoker is not null)
            return invoker.GetName(body);
        return Volatile.Read(ref _extra) is PendingCall pending ? pending.Name : _loop is null ? "A result without a loop" : "A call that has ended";
    }

    /// <summary>Who is blocked for the end; null where nobody is, or only tasks wait.</summary>
    internal Parker? Caller => Volatile.Read(ref _waiters) is var waiters && waiters is WaiterList list ? list.FirstBlocked : waiters as Parker;

    /// <summary>The call as those who listen see it; null while nobody does.</summary>
    private ObservedCall? Observed => Diagnosis.IsEnabled ? _invoker as ObservedCall : null;

    /// <summary>The call's arguments, as its invoker shows them.</summary>
    internal string? GetArguments() => Volatile.Read(ref _body) is { } body ? _invoker?.GetArguments(body) : null;

    /// <summary>How the call ended that has not succeeded; null while there is no such end.</summary>
    internal FailureRecord? FailureOfEnd => IsCompleted ? Volatile.Read(ref _extra) as FailureRecord : null;
}
