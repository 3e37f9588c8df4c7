using System.Diagnostics;
using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crochet;

/// <summary>
/// Runs callbacks one at a time, in order, on one thread, and resumes their awaits there. Other threads hand it calls, and wait for their
/// results or go on. All members may be used from any thread unless they say otherwise.
/// </summary>
/// <remarks>Nothing that a callback throws ends the loop; what no code can retrieve is reported by
/// <see cref="UnobservedFailure"/>.</remarks>
[DebuggerDisplay("{Name,nq}: {State}, {Queue.Count} queued, {Pending.Count} pending")]
[DebuggerTypeProxy(typeof(EventLoopView))]
public sealed class EventLoop : IDisposable, IAsyncDisposable
{
    private const int MostPending = 1_000;

    [ThreadStatic]
    private static EventLoop? _current;

    private static int _made;

    private readonly EventLoopOptions _options;
    private readonly LoopSynchronizationContext _synchronizationContext;
    private readonly OwnThread _ownThread;

    /// <summary>Makes a loop with default options. It runs when <see cref="Start()"/> or <see cref="Run()"/> is called.</summary>
    public EventLoop()
        : this(new EventLoopOptions())
    {
    }

    /// <summary>Makes a loop. It runs when <see cref="Start()"/> or <see cref="Run()"/> is called.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EventLoopOptions.MaxStackSize"/> is negative.</exception>
    /// <exception cref="PlatformNotSupportedException">A single-threaded apartment on another system than Windows.</exception>
    public EventLoop(EventLoopOptions options)
        : this(options, owner: null)
    {
    }

    private EventLoop(EventLoopOptions options, SynchronizationContext? owner)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        Adopted = owner is null ? null : new AdoptedContext(this, owner);
        Schedule = _options.Schedule;
        Clock = new LoopClock(_options.TimeProvider);
        ILogger logger = _options.LoggerFactory is { } factory ? new QuietLogger(factory.CreateLogger<EventLoop>()) : NullLogger.Instance;
        SlowTurns = new SlowTurns(_options, logger);
        _synchronizationContext = new LoopSynchronizationContext(this);
        Turns = new TurnRunner(this, _synchronizationContext);
        Calls = new CallQueue(this, _options.QueueLimit is { } limit ? new QueueLimit(Name, limit, logger) : null);
        TaskScheduler = new LoopTaskScheduler(this, _synchronizationContext);
        TimeProvider = new LoopTimeProvider(this, _options.TimeProvider);
        Pending = new PendingCalls(this);
        PoolShare = new PoolShare(_options.MaxPoolCompensation);
        Stash = _options.Stash ?? new ResultStash(this, _options);
        Timers = new LoopTimers(Clock, WakeUnlessHere);
        Watch = new LoopWatch(this, _options.TimeProvider, _options.SlowTurnThreshold);
        SleepLimit = new SleepLimit(Clock, Watch, canWait: owner is null);
        Closed = new ClosedQueue(this, Queue);
        BoundObjects = new BoundObjects(this);
        Lifetime = new LoopLifetime(this, logger, stopping: new CancellationTokenSource());
        _ownThread = new OwnThread(this);
        Reports = new LoopReports(this, logger, _options.LoggerFactory is not null);
        Observer = new LoopObserver(this, Clock, Timers);
        if (Schedule is not null)
            Lifetime.TryStart();
    }

    /// <summary>The loop whose thread the caller is on, or null.</summary>
    public static EventLoop? Current => _current;

    /// <summary>Names the loop in errors, logs, metrics and traces.</summary>
    public string Name => _options.Name;

    /// <summary>Where the loop is in its life.</summary>
    public EventLoopState State => Lifetime.State;

    /// <summary>Whether the calling thread is the one that runs this loop's callbacks.</summary>
    public bool IsInLoopThread => ReferenceEquals(_current, this);

    /// <summary>
    /// The context on which awaits resume in the loop; its Post queues a callback, which runs in its poster's ExecutionContext, its Send
    /// blocks until the callback has run.
    /// </summary>
    public SynchronizationContext SynchronizationContext => _synchronizationContext;

    /// <summary>
    /// The loop's time, with timers that fire on the loop thread and need no other: <c>Task.Delay(delay, loop.TimeProvider)</c>,
    /// <c>new PeriodicTimer(period, loop.TimeProvider)</c>.
    /// </summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Runs tasks on the loop thread, each in a turn of its own: <c>new TaskFactory(loop.TaskScheduler)</c>. A wait for such a task on the
    /// loop thread runs it there and then. Tasks that are queued when the loop stops still run; one that comes later fails with a
    /// <see cref="TaskSchedulerException"/> around
    /// <see cref="EventLoopStoppedException"/>.
    /// </summary>
    public TaskScheduler TaskScheduler { get; }

    /// <summary>Results kept for later, for those who have their ids.</summary>
    public ResultStash Stash { get; }

    /// <summary>
    /// Signalled on the loop thread when the loop begins to stop: at a drain's start, so that what runs for ever can end itself.
    /// </summary>
    public CancellationToken Stopping => Lifetime.Stopping;

    /// <summary>Ends when the loop has stopped and its thread has left it.</summary>
    public Task Completion => Lifetime.Completion;

    /// <summary>
    /// Raised once for each failure that nobody retrieved, each callback that threw, each stashed failure that expired; from any thread.
    /// They are logged too, as errors; with neither a handler nor a logger factory they go to standard error. What a handler throws is
    /// swallowed.
    /// </summary>
    public event EventHandler<UnobservedFailureEventArgs>? UnobservedFailure
    {
        add => Reports.Handlers += value;
        remove => Reports.Handlers -= value;
    }

    /// <summary>
    /// A loop on a thread that another framework owns (a user interface's, a game's): its callbacks go through the Post of
    /// <paramref name="context"/>, which must run them one at a time and on one thread. It is running from the start, so that
    /// <see cref="Start()"/> does nothing and <see cref="Run()"/> throws; its stop leaves the thread alone. The thread is in the loop only
    /// while it runs one of the loop's callbacks. A context whose Post throws has lost its thread: that is reported, and the loop stops.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    public static EventLoop Adopt(SynchronizationContext context, EventLoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var loop = new EventLoop(options ?? new EventLoopOptions(), context);
        loop.Adopted!.Register();
        loop.Lifetime.TryStart();
        return loop;
    }

    /// <summary>
    /// What the loop is doing now; from any thread, without stopping it. Of more than 1,000 pending calls it lists the oldest, and counts
    /// the rest.
    /// </summary>
    public LoopSnapshot GetSnapshot() => GetSnapshot(MostPending);

    /// <summary>What all loops of the process are doing that have been started and have not stopped; from any thread.</summary>
    public static IReadOnlyList<LoopSnapshot> GetSnapshots() =>
        [.. ProcessExit.Running.OrderBy(static loop => loop.Id).Select(static loop => loop.GetSnapshot())];

    /// <summary>Queues a callback and returns. What it throws is reported, and never ends the loop.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Schedule?.Pass(MethodName.Of(callback));
        ThrowIfStopped();
        Enqueue(new PostedCallback(callback, Clock.Milliseconds));
    }

    /// <summary>
    /// Whether an exception says that its call is certain never to have run, so that calling again is safe: a withdrawn timeout, an
    /// overloaded loop, a loop that had stopped before the call began. For a retry policy to ask. Safe does not mean useful: a stopped loop
    /// of this process stays stopped.
    /// </summary>
    /// <remarks>It asks <see cref="INeverRan"/> and nothing else, so that exceptions of your own may say so too.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static bool NeverRan(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is INeverRan { NeverRan: true };
    }

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns its result-to-be at once.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    /// <exception cref="EventLoopOverloadedException">As many calls are queued as <see cref="EventLoopOptions.QueueLimit"/>
    /// allows.</exception>
    public EventualResult RunInReactor(Action function) => Calls.QueueOrThrow(ActionInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Action)"/>
    public EventualResult<T> RunInReactor<T>(Func<T> function) => Calls.QueueOrThrow<T>(FunctionInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and returns at once; the result ends as what
    /// the function returned does. A function that returns null fails with <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Action)"/>
    [OverloadResolutionPriority(2)]
    public EventualResult RunInReactor(Func<Task> function) => Calls.QueueOrThrow(TaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(2)]
    public EventualResult<T> RunInReactor<T>(Func<Task<T>> function) => Calls.QueueOrThrow<T>(TaskInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<ValueTask> function) => Calls.QueueOrThrow(ValueTaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<ValueTask<T>> function) =>
        Calls.QueueOrThrow<T>(ValueTaskInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<EventualResult> function) => Calls.QueueOrThrow(ResultInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<EventualResult<T>> function) =>
        Calls.QueueOrThrow<T>(ResultInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by
    /// <see cref="EventualResult.Cancel"/> and by the loop's stop.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult RunInReactor(Func<CancellationToken, Task> function) =>
        Calls.QueueOrThrow(CancellableInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(1)]
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, Task<T>> function) =>
        Calls.QueueOrThrow<T>(CancellableInvoker<T>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public EventualResult RunInReactor(Func<CancellationToken, ValueTask> function) =>
        Calls.QueueOrThrow(CancellableValueTaskInvoker.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public EventualResult<T> RunInReactor<T>(Func<CancellationToken, ValueTask<T>> function) =>
        Calls.QueueOrThrow<T>(CancellableValueTaskInvoker<T>.Instance, NotNull(function));

    /// <summary>
    /// Like the others; what <paramref name="function"/> reports, from any thread, is there at once by the result's
    /// <see cref="EventualResult.TryGetProgress{TProgress}"/> and <see cref="EventualResult.ReadProgressAsync{TProgress}"/>.
    /// </summary>
    /// <inheritdoc cref="RunInReactor(Func{CancellationToken, Task})"/>
    public EventualResult RunInReactor<TProgress>(Func<IProgress<TProgress>, CancellationToken, Task> function) =>
        Calls.QueueOrThrow(ProgressInvoker<TProgress>.Instance, NotNull(function));

    /// <inheritdoc cref="RunInReactor{TProgress}(Func{IProgress{TProgress}, CancellationToken, Task})"/>
    public EventualResult<T> RunInReactor<T, TProgress>(Func<IProgress<TProgress>, CancellationToken, Task<T>> function) =>
        Calls.QueueOrThrow<T>(ProgressInvoker<T, TProgress>.Instance, NotNull(function));

    /// <summary>
    /// Runs <paramref name="function"/> on the loop thread, in the caller's ExecutionContext, and blocks until it has ended. A timeout
    /// cancels the call; one that was still queued never runs.
    /// </summary>
    /// <param name="timeout">How long to block at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="function">What to run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="CrochetTimeoutException">It has not ended in time.</exception>
    /// <exception cref="EventLoopDeadlockException">Called on the loop thread itself; or the wait would close a ring of loops.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or did so before the call had ended.</exception>
    /// <exception cref="EventLoopOverloadedException">As many calls are queued as <see cref="EventLoopOptions.QueueLimit"/>
    /// allows.</exception>
    public void WaitFor(TimeSpan timeout, Action function) => Calls.Block(ActionInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function returned.</returns>
    public T WaitFor<T>(TimeSpan timeout, Func<T> function) =>
        Calls.Block<T>(FunctionInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(2)]
    public void WaitFor(TimeSpan timeout, Func<Task> function) =>
        Calls.Block(TaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(2)]
    public T WaitFor<T>(TimeSpan timeout, Func<Task<T>> function) =>
        Calls.Block<T>(TaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<ValueTask> function) =>
        Calls.Block(ValueTaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<ValueTask<T>> function) =>
        Calls.Block<T>(ValueTaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<EventualResult> function) =>
        Calls.Block(ResultInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    /// <returns>What the function's task or result ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<EventualResult<T>> function) =>
        Calls.Block<T>(ResultInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>
    /// Like the others; the token that <paramref name="function"/> gets is signalled, on the loop thread, by the timeout and by the loop's
    /// stop.
    /// </summary>
    /// <inheritdoc cref="WaitFor(TimeSpan, Action)"/>
    [OverloadResolutionPriority(1)]
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, Task> function) =>
        Calls.Block(CancellableInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    [OverloadResolutionPriority(1)]
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> function) =>
        Calls.Block<T>(CancellableInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public void WaitFor(TimeSpan timeout, Func<CancellationToken, ValueTask> function) =>
        Calls.Block(CancellableValueTaskInvoker.Instance, NotNull(function), Validated(timeout));

    /// <inheritdoc cref="WaitFor(TimeSpan, Func{CancellationToken, Task})"/>
    /// <returns>What the function's task ended with.</returns>
    [OverloadResolutionPriority(-1)]
    public T WaitFor<T>(TimeSpan timeout, Func<CancellationToken, ValueTask<T>> function) =>
        Calls.Block<T>(CancellableValueTaskInvoker<T>.Instance, NotNull(function), Validated(timeout));

    /// <summary>
    /// Calls <paramref name="callback"/> once, on the loop thread, when <paramref name="delay"/> has passed by the loop's time. Dispose the
    /// timer to call it off; its Change sets it anew.
    /// </summary>
    /// <param name="delay">0 or more; <see cref="Timeout.InfiniteTimeSpan"/> sets nothing until the timer's Change does.</param>
    /// <param name="callback">What to call. What it throws is reported.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public ITimer CallLater(TimeSpan delay, Action callback) => SetLater(delay, new CallbackTimer(this, NotNull(callback)));

    /// <inheritdoc cref="CallLater(TimeSpan, Action)"/>
    /// <remarks>
    /// What its task fails with is reported, a cancellation is not. A drain waits for a call that has begun; so does the timer's
    /// DisposeAsync, which a call may also use on its own timer, without waiting then. Change while a call goes on makes the next one come
    /// all the same.
    /// </remarks>
    [OverloadResolutionPriority(2)]
    public ITimer CallLater(TimeSpan delay, Func<Task> callback) =>
        SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <inheritdoc cref="CallLater(TimeSpan, Func{Task})"/>
    [OverloadResolutionPriority(1)]
    public ITimer CallLater(TimeSpan delay, Func<ValueTask> callback) =>
        SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <inheritdoc cref="CallLater(TimeSpan, Func{Task})"/>
    /// <param name="delay">0 or more; <see cref="Timeout.InfiniteTimeSpan"/> sets nothing until the timer's Change does.</param>
    /// <param name="callback">What to call. Its token is signalled, on the loop thread, by the timer's disposal and by the loop's
    /// stop.</param>
    [OverloadResolutionPriority(1)]
    public ITimer CallLater(TimeSpan delay, Func<CancellationToken, Task> callback) =>
        SetLater(delay, new CallTimer(this, NotNull(callback), isRepeated: false));

    /// <summary>
    /// Calls <paramref name="callback"/> on the loop thread every <paramref name="period"/> by the loop's time, and never while the call
    /// before goes on: calls that fall into that time are left out. What it throws, or its task fails with, is reported, and the next call
    /// still comes. Dispose the timer to end it; its DisposeAsync waits for a call that goes on, or for the loop's stop. A drain lets such
    /// a call end, and makes further ones only while something else that began before it is in flight.
    /// </summary>
    /// <param name="period">From one call's beginning to the next one's; more than 0.</param>
    /// <param name="callback">What to call.</param>
    /// <param name="now">Whether the first call comes at once, or after the first period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is not more than 0.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    [OverloadResolutionPriority(2)]
    public ITimer CallEvery(TimeSpan period, Func<Task> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    [OverloadResolutionPriority(1)]
    public ITimer CallEvery(TimeSpan period, Func<ValueTask> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    public ITimer CallEvery(TimeSpan period, Action callback, bool now = true) =>
        SetEvery(period, now, new CallbackTimer(this, NotNull(callback)));

    /// <inheritdoc cref="CallEvery(TimeSpan, Func{Task}, bool)"/>
    /// <param name="period">From one call's beginning to the next one's; more than 0.</param>
    /// <param name="callback">What to call. Its token is signalled, on the loop thread, by the timer's disposal and by the loop's
    /// stop.</param>
    /// <param name="now">Whether the first call comes at once, or after the first period.</param>
    [OverloadResolutionPriority(1)]
    public ITimer CallEvery(TimeSpan period, Func<CancellationToken, Task> callback, bool now = true) =>
        SetEvery(period, now, new CallTimer(this, NotNull(callback), isRepeated: true));

    /// <summary>
    /// Runs the loop on a thread of its own; calls made before wait for it. Once it runs, this does nothing. What a thread that cannot be
    /// started throws comes from here: the loop is stopped then, and so are the calls that waited.
    /// </summary>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Start()
    {
        if (Lifetime.TryStart())
            _ownThread.Start(_options);
    }

    /// <summary>
    /// Runs the loop on the calling thread, and returns when it has stopped. What escapes from the loop's own code, an interruption of the
    /// thread while it sleeps say, stops the loop and is thrown from here.
    /// </summary>
    /// <exception cref="InvalidOperationException">It runs already, or the calling thread runs another loop.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Run()
    {
        BeginRun();
        _ownThread.Run();
    }

    /// <summary>
    /// Runs the loop on the calling thread until <paramref name="main"/>, called on the loop, has ended; then stops it, and throws what
    /// main threw, which nobody reports any more. What was queued before runs before main.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="main"/> is null.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, is stopping, or was stopped before main had ended.</exception>
    /// <inheritdoc cref="Run()"/>
    public void Run(Func<Task> main) => RunMain<VoidValue>(TaskInvoker.Instance, NotNull(main));

    /// <inheritdoc cref="Run(Func{Task})"/>
    /// <returns>What main's task ended with.</returns>
    public T Run<T>(Func<Task<T>> main) => RunMain<T>(TaskInvoker<T>.Instance, NotNull(main));

    /// <summary>
    /// Asks the loop to stop and returns at once; from any thread, the loop's own included. Waits and awaits that are left get
    /// <see cref="EventLoopStoppedException"/> now. The tokens of calls are signalled on the loop thread, and what that wakes runs there;
    /// calls that have a token get 2 s to end. During a drain this ends it; else, once the loop is stopping, it does nothing.
    /// </summary>
    public void Stop()
    {
        Schedule?.Pass("EventLoop.Stop");
        Lifetime.Stop();
    }

    /// <summary>
    /// Takes no new calls, other than those that calls in flight make on the loop thread; lets what is in flight end: calls, repeated
    /// calls, async void callbacks. Then signals the tokens of what is left and stops, as <see cref="Stop"/> does. A loop that is stopping
    /// already goes on as it was asked to first.
    /// </summary>
    /// <param name="drain">How long to let calls end, at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="hurry">Ends the drain at once, also one that was begun by another call; the task then ends 1 s later at most. A
    /// callback that holds the thread longer is left behind and logged by name; <see cref="State"/> stays Stopping, and
    /// <see cref="Completion"/> ends when it does return.</param>
    /// <returns>A task that ends when the loop has stopped. On the loop's own thread one that has ended: what awaited the stop there would
    /// wait for itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="drain"/> is negative.</exception>
    public Task StopAsync(TimeSpan drain = default, CancellationToken hurry = default)
    {
        Deadline.Validate(drain, nameof(drain));
        Schedule?.Pass("EventLoop.StopAsync");
        var stopped = new LoopSet([this]).StopAsync(drain, hurry);
        return IsInLoopThread ? Task.CompletedTask : stopped;
    }

    /// <summary>
    /// Stops the loop and blocks until its thread has left it, for 5 s at most: a callback that holds it longer is left behind, and logged
    /// by name. On the loop's own thread, and on that of an adopted loop's owner, it only begins the stop.
    /// </summary>
    public void Dispose() => new LoopSet([this]).Dispose(DisposalDrain);

    /// <summary>Stops the loop; the task ends as <see cref="Dispose"/> returns.</summary>
    public ValueTask DisposeAsync() => new LoopSet([this]).DisposeAsync(DisposalDrain);

    /// <summary>Tells loops of one name apart.</summary>
    internal int Id { get; } = Interlocked.Increment(ref _made);

    internal LoopClock Clock { get; }

    internal WorkQueue Queue { get; } = new();

    internal TurnRunner Turns { get; }

    internal CallQueue Calls { get; }

    internal LoopTimers Timers { get; }

    internal PendingCalls Pending { get; }

    /// <summary>Failures that nobody has retrieved, which the stop reports.</summary>
    internal UnretrievedFailures Unretrieved { get; } = new();

    /// <summary>Objects that the stop disposes of, on the loop thread.</summary>
    internal BoundObjects BoundObjects { get; }

    /// <summary>Whether an async void callback has not ended.</summary>
    internal bool HasOperations => _synchronizationContext.HasOperations;

    internal LoopLifetime Lifetime { get; }

    internal LoopReports Reports { get; }

    internal LoopObserver Observer { get; }

    internal ClosedQueue Closed { get; }

    internal LoopWatch Watch { get; }

    internal SleepLimit SleepLimit { get; }

    /// <summary>Null for a loop that has a thread of its own.</summary>
    internal AdoptedContext? Adopted { get; }

    /// <summary>Null for a loop that no test drives.</summary>
    internal Schedule? Schedule { get; }

    /// <summary>Whether the loop's thread looks after the loop now: always, unless it is another framework's, or a test's.</summary>
    internal bool IsHosted => Adopted is not { IsHosted: false } && Schedule is not { IsDriving: false };

    /// <summary>Whether this thread would hold the loop up by waiting for it.</summary>
    internal bool IsHeldUpHere => IsInLoopThread || Adopted is { IsOnOwnersThread: true } || Schedule is { IsDriver: true };

    /// <summary>What drains and the bounds of a stop follow.</summary>
    internal TimeProvider RealTime => _options.RealTime;

    /// <summary>How long a container's loop, which the container disposes of, lets the calls in flight end then.</summary>
    internal TimeSpan DisposalDrain { get; set; }

    /// <summary>The container that ends the loop together with others; null for every other loop.</summary>
    internal ILoopOwner? Owner { get; set; }

    internal uint TurnStartedAt => Volatile.Read(ref Turns.Turn.StartedAt);

    internal ref readonly TurnState Turn => ref Turns.Turn;

    /// <summary>For waits on this loop's results.</summary>
    internal PoolShare PoolShare { get; }

    /// <summary>Whether the calling thread is one that nothing should hold up: a loop's, or the one that watches them.</summary>
    internal static bool IsOnOwnThread => _current is not null || WatchThread.IsCurrent;

    internal bool ShowsArguments => _options.ShowArguments;

    internal SlowTurns SlowTurns { get; }

    /// <summary>Whether what has timed out is to wait on: somebody steps through it.</summary>
    internal bool TimeoutsWait => _options.TimeoutsWaitForDebugger && _options.IsDebuggerAttached();

    internal int QueuedCount => Queue.Count;

    /// <summary>
    /// What there is to run: what is queued, and what holds the thread. A loop that stops has more of it than any that runs.
    /// </summary>
    internal long Load => State >= EventLoopState.Stopping
        ? long.MaxValue - 1
        : QueuedCount + (Volatile.Read(in Turn.Item) is null ? 0L : 1L);

    /// <summary>Loop thread, in a drain: whether something is left that began before it, and may need what repeated calls do.</summary>
    internal bool IsRepetitionNeeded => Pending.AnyInFlight(besides: TimedCall.Invoker.InDrain) || HasOperations;

    internal void ThrowIfStopped() => Lifetime.ThrowIfRefusing();

    /// <summary>The loop that this thread would hold up by blocking for a result of <paramref name="wanted"/>.</summary>
    internal static EventLoop? BlockedHere(EventLoop? wanted) =>
        _current ?? (wanted?.Schedule is { IsDriver: true } ? wanted : AdoptedContext.HeldUpHere(wanted));

    /// <summary>The calling thread is in the loop from here on.</summary>
    internal void Enter()
    {
        _current = this;
        Parker.Current.Loop = this;
        Turns.Enter();
    }

    internal static void Leave(EventLoop? outer, SynchronizationContext? outerContext)
    {
        _current = outer;
        Parker.Current.Loop = outer;
        SynchronizationContext.SetSynchronizationContext(outerContext);
    }

    /// <summary>The loop has something to look at; from any thread.</summary>
    internal void Wake()
    {
        if (Adopted is { } adopted)
            adopted.Wake();
        else
            _ownThread.Wake();
    }

    internal void Enqueue(IWorkItem item)
    {
        if (Queue.Post(item))
            Wake();
    }

    /// <summary>Queues an item of the loop's own, unless there is nobody left to run it.</summary>
    internal void PostOwn(IWorkItem item)
    {
        if (!Lifetime.IsClosed)
            Enqueue(item);
    }

    /// <summary>False where nobody will run it.</summary>
    internal bool TryPostContinuation(Continuation continuation)
    {
        if (Closed.IsSealed)
        {
            Closed.CountDropped();
            return false;
        }

        if (!Turns.TryResume(continuation))
        {
            Enqueue(continuation);
            // Pairs with the seal, after which the queue is swept.
            if (Closed.IsEmptied)
                Closed.Sweep();
        }

        return true;
    }

    /// <summary>
    /// Runs the callbacks of a call's token, on the loop thread, and right after them the turns of the awaits that they resumed: an
    /// implementation that heeds its token has then ended.
    /// </summary>
    internal void Signal(CallCancellation cancellation, string call)
    {
        if (cancellation.Source is { } source)
            Turns.Signal(source, call);
    }

    internal LoopSnapshot GetSnapshot(int pendingLimit) => Observer.GetSnapshot(pendingLimit);

    /// <summary>Tells whoever listens of a failure that no code can retrieve any more.</summary>
    internal void Report(Failure failure, string source) => Reports.Report(failure, source);

    private static TimeSpan Validated(TimeSpan timeout)
    {
        Deadline.Validate(timeout, nameof(timeout));
        return timeout;
    }

    private static TDelegate NotNull<TDelegate>(TDelegate function) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(function);
        return function;
    }

    private LoopTimer SetLater(TimeSpan delay, LoopTimer timer)
    {
        LoopTimer.ValidateDelay(delay, nameof(delay));
        return Set(timer, delay, Timeout.InfiniteTimeSpan);
    }

    private LoopTimer SetEvery(TimeSpan period, bool now, LoopTimer timer)
    {
        if (period <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period must be more than zero.");
        return Set(timer, now ? TimeSpan.Zero : period, period);
    }

    private LoopTimer Set(LoopTimer timer, TimeSpan delay, TimeSpan period)
    {
        Schedule?.Pass(timer.GetName());
        ThrowIfStopped();
        return timer.Change(delay, period) ? timer : throw new EventLoopStoppedException(Name, isWithdrawn: true);
    }

    private void BeginRun()
    {
        if (_current is { } other && !ReferenceEquals(other, this))
            throw new InvalidOperationException(
                $"This thread already runs the loop '{other.Name}'. Run '{Name}' on another thread, or call Start.");
        if (Schedule is not null)
        {
            throw new InvalidOperationException(
                $"A test drives the loop '{Name}'. Call Run, RunUntilIdle or Advance of its TestLoop instead.");
        }

        if (!Lifetime.TryStart())
            throw new InvalidOperationException($"The loop '{Name}' already runs on another thread. Stop it, or do not call Run.");
    }

    private T RunMain<T>(CallInvoker invoker, object main)
    {
        BeginRun();
        EventualResult<T>? call = null;
        try
        {
            call = Calls.QueueMain<T>(invoker, main);
        }
        catch (EventLoopStoppedException)
        {
            // Stopped this moment: the run below ends at once.
        }

        _ownThread.Run();
        if (call is null)
            throw new EventLoopStoppedException(Name, isWithdrawn: true);
        call.ThrowIfFailed();
        return call.Value;
    }

    // The loop thread looks anyway before it sleeps.
    private void WakeUnlessHere()
    {
        if (!IsInLoopThread)
            Wake();
    }
}
