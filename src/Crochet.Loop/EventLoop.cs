using System.Diagnostics;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Timing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crochet;

/// <summary>
/// Runs callbacks one at a time, in order, on one thread, and resumes their awaits there. Other threads hand it calls, and wait for their
/// results or go on. All members may be used from any thread unless they say otherwise.
/// </summary>
/// <remarks>Nothing that a callback throws ends the loop; what no code can retrieve is reported by <see cref="UnobservedFailure"/>.</remarks>
[DebuggerDisplay("{Name,nq}: {State}, {Queue.Count} queued, {Pending.Count} pending")]
[DebuggerTypeProxy(typeof(EventLoopView))]
public sealed partial class EventLoop : IDisposable, IAsyncDisposable
{
    [ThreadStatic]
    private static EventLoop? _current;

    private static int _made;

    private readonly EventLoopOptions _options;
    private readonly LoopSynchronizationContext _synchronizationContext;
    private readonly ILogger _logger;

    /// <summary>Makes a loop with default options. It runs when <see cref="Start()"/> or <see cref="Run"/> is called.</summary>
    public EventLoop()
        : this(new EventLoopOptions())
    {
    }

    /// <summary>Makes a loop. It runs when <see cref="Start()"/> or <see cref="Run"/> is called.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EventLoopOptions.MaxStackSize"/> is negative.</exception>
    /// <exception cref="PlatformNotSupportedException">A single-threaded apartment on another system than Windows.</exception>
    public EventLoop(EventLoopOptions options)
        : this(options, host: null)
    {
    }

    private EventLoop(EventLoopOptions options, SynchronizationContext? host)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _host = host;
        Clock = new LoopClock(_options.TimeProvider);
        _logger = _options.LoggerFactory is { } factory ? new QuietLogger(factory.CreateLogger<EventLoop>()) : NullLogger.Instance;
        SlowTurns = new SlowTurns(_options, _logger);
        _synchronizationContext = new LoopSynchronizationContext(this);
        Turns = new TurnRunner(this, _synchronizationContext);
        Calls = new CallQueue(this, _options.QueueLimit is { } limit ? new QueueLimit(Name, limit, _logger) : null);
        TaskScheduler = new LoopTaskScheduler(this, _synchronizationContext);
        TimeProvider = new LoopTimeProvider(this, _options.TimeProvider);
        Pending = new PendingCalls(this);
        Stash = new ResultStash(this, _options.StashLifetime);
        Timers = new LoopTimers(Clock, WakeUnlessHere);
        _watch = new LoopWatch(this, _options.TimeProvider, _options.SlowTurnThreshold);
        _sleepLimit = new SleepLimit(Clock, _watch, canWait: host is null);
        _reports = new FailureReports(this, _logger, _options.LoggerFactory is not null);
        _observer = new LoopObserver(this, Clock, Timers);
    }

    /// <summary>The loop whose thread the caller is on, or null.</summary>
    public static EventLoop? Current => _current;

    /// <summary>Names the loop in errors, logs, metrics and traces.</summary>
    public string Name => _options.Name;

    /// <summary>Where the loop is in its life.</summary>
    public EventLoopState State => (EventLoopState)Volatile.Read(ref _state);

    /// <summary>Whether the calling thread is the one that runs this loop's callbacks.</summary>
    public bool IsInLoopThread => ReferenceEquals(_current, this);

    /// <summary>
    /// The context on which awaits resume in the loop; its Post queues a callback, which runs in its poster's ExecutionContext, its Send blocks until the callback
    /// has run.
    /// </summary>
    public SynchronizationContext SynchronizationContext => _synchronizationContext;

    /// <summary>
    /// The loop's time, with timers that fire on the loop thread and need no other: <c>Task.Delay(delay, loop.TimeProvider)</c>,
    /// <c>new PeriodicTimer(period, loop.TimeProvider)</c>.
    /// </summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Runs tasks on the loop thread, each in a turn of its own: <c>new TaskFactory(loop.TaskScheduler)</c>. A wait for such a task on the loop thread runs it there
    /// and then. Tasks that are queued when the loop stops still run; one that comes later fails with a <see cref="TaskSchedulerException"/> around
    /// <see cref="EventLoopStoppedException"/>.
    /// </summary>
    public TaskScheduler TaskScheduler { get; }

    /// <summary>Results kept for later, for those who have their ids.</summary>
    public ResultStash Stash { get; }

    /// <summary>Tells loops of one name apart.</summary>
    internal int Id { get; } = Interlocked.Increment(ref _made);

    internal LoopClock Clock { get; }

    internal WorkQueue Queue { get; } = new();

    internal TurnRunner Turns { get; }

    internal CallQueue Calls { get; }

    internal PendingCalls Pending { get; }

    /// <summary>Failures that nobody has retrieved, which the stop reports.</summary>
    internal UnretrievedFailures Unretrieved { get; } = new();

    /// <summary>The objects that live in this loop, of which its stop disposes.</summary>
    internal BoundObjects BoundObjects { get; } = new();

    internal bool IsAdopted => _host is not null;

    internal int MaxPoolCompensation => _options.MaxPoolCompensation;

    /// <summary>
    /// A loop on a thread that another framework owns (a user interface's, a game's): its callbacks go through the Post of <paramref name="context"/>, which
    /// must run them one at a time and on one thread. It is running from the start, so that <see cref="Start()"/> does nothing and <see cref="Run"/> throws;
    /// its stop leaves the thread alone. The thread is in the loop only while it runs one of the loop's callbacks. A context whose Post throws has lost its
    /// thread: that is reported, and the loop stops.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    public static EventLoop Adopt(SynchronizationContext context, EventLoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var loop = new EventLoop(options ?? new EventLoopOptions(), context);
        loop.BeginRunning();
        return loop;
    }

    internal void ThrowIfStopped()
    {
        var acceptance = Volatile.Read(ref _acceptance);
        if (acceptance == AcceptsNothing || (acceptance == AcceptsFromLoop && !IsInLoopThread))
            throw new EventLoopStoppedException(Name, isWithdrawn: true);
    }
}
