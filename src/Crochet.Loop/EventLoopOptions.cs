using System.Diagnostics;
using Crochet.Driving;
using Microsoft.Extensions.Logging;

namespace Crochet;

/// <summary>What a loop is made with. The loop's constructor reads them once; later changes have no effect on it.</summary>
public sealed class EventLoopOptions
{
    /// <summary>Names the loop, its thread, and its entries in logs, metrics and traces. "Crochet" unless set.</summary>
    public string Name { get; set; } = "Crochet";

    /// <summary>
    /// Whether the process may end while the loop runs, which stops it. False keeps the process alive until the loop is stopped.
    /// </summary>
    public bool IsBackground { get; set; } = true;

    /// <summary>
    /// Where the loop's time comes from: its timers, the ages of calls, the lifetime of stashed results. A test gives one it moves by hand.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the loop logs to. Null: nowhere; failures that nobody retrieves then go to standard error.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// How long the stash keeps a result before it is dropped, and logged; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for as
    /// long as the process lives. One hour unless set.
    /// </summary>
    public TimeSpan StashLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Where the loop's results are stashed: several loops may share one stash, whose own lifetime and time then hold. Null, as it is
    /// unless set: in a stash of the loop's own.
    /// </summary>
    public ResultStash? Stash { get; set; }

    /// <summary>
    /// A callback that holds the loop thread for longer than this is logged as a warning that names it;
    /// <see cref="Timeout.InfiniteTimeSpan"/> turns that off. 100 ms unless set.
    /// </summary>
    public TimeSpan SlowTurnThreshold { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The priority of the loop's own thread; <see cref="EventLoop.Run()"/> and <see cref="EventLoop.Adopt"/> leave the thread as it is.
    /// Where the system has no priorities for threads it does nothing.
    /// </summary>
    public ThreadPriority Priority { get; set; } = ThreadPriority.Normal;

    /// <summary>The size of the stack of the loop's own thread, in bytes; 0, as it is unless set, for the system's default.</summary>
    public int MaxStackSize { get; set; }

    /// <summary>
    /// The COM apartment of the loop's own thread; the single-threaded one exists on Windows alone. In it the loop waits as .NET waits
    /// there: calls from other apartments are dispatched, window messages are not.
    /// </summary>
    public ApartmentState ApartmentState { get; set; } = ApartmentState.Unknown;

    /// <summary>
    /// For how many thread-pool threads, at most, that are blocked in waits on this loop's results the pool's minimum is raised meanwhile;
    /// 0 turns it off.
    /// 1,000 unless set.
    /// </summary>
    public int MaxPoolCompensation { get; set; } = 1000;

    /// <summary>
    /// How many calls may be queued at once; one more is refused with <see cref="EventLoopOverloadedException"/> and never runs. Null, as
    /// it is unless set: no limit.
    /// </summary>
    /// <remarks>
    /// Only calls count: RunInReactor, WaitFor and marked members, from other threads than the loop's own. A call counts from the moment it
    /// is made until its turn begins, or until it is cancelled or times out in the queue; the limit is exact. Posts, timers, continuations,
    /// steps of a stream after its first, disposals, subscriptions and what calls on the loop thread call there are never refused. Who
    /// gets a result or a task back gets one that has failed; all
    /// others get the exception thrown. Nobody is told of a refusal that its caller ignores, but refusals are counted
    /// (<see cref="LoopSnapshot.RefusedCount"/>), and logged once a second at most.
    /// </remarks>
    public int? QueueLimit { get; set; }

    /// <summary>
    /// Whether timeouts and snapshots show the arguments of calls: of strings, numbers, dates and the like the values, of all else the
    /// type. Off unless set, since arguments can be secrets, and what exceptions say ends in logs.
    /// </summary>
    public bool ShowArguments { get; set; }

    /// <summary>
    /// Whether timeouts wait while a debugger is attached, so that nothing times out under the eyes of who steps through it: they come when
    /// it is detached. A timeout of zero waits for nothing. On unless set.
    /// </summary>
    public bool TimeoutsWaitForDebugger { get; set; } = true;

    /// <summary>What drains, the bounds of a stop and slow turns follow: real time, unless a test moves it.</summary>
    internal TimeProvider RealTime { get; set; } = TimeProvider.System;

    /// <summary>What a test drives the loop by, in place of a thread; null for every other loop.</summary>
    internal Schedule? Schedule { get; set; }

    /// <summary>A thread of the loop's own, not started.</summary>
    internal Thread MakeThread(ThreadStart start)
    {
        var thread = new Thread(start, MaxStackSize) { Name = Name, IsBackground = IsBackground, Priority = Priority };
        // Elsewhere every thread is in the one apartment there is.
        if (ApartmentState != ApartmentState.Unknown && OperatingSystem.IsWindows())
            thread.SetApartmentState(ApartmentState);
        return thread;
    }

    /// <summary>Starts the loop's thread.</summary>
    internal Action<Thread> StartThread { get; set; } = static thread => thread.UnsafeStart();

    internal Func<bool> IsDebuggerAttached { get; set; } = static () => Debugger.IsAttached;

    /// <summary>Throws one exception that lists everything that is wrong; else gives a copy that nobody else can change.</summary>
    internal EventLoopOptions Validated()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Name))
            problems.Add($"{nameof(Name)} is empty; give the loop a name that logs can show.");
        if (TimeProvider is null)
            problems.Add($"{nameof(TimeProvider)} is null; TimeProvider.System is the usual one.");
        if (StashLifetime <= TimeSpan.Zero && StashLifetime != Timeout.InfiniteTimeSpan)
            problems.Add($"{nameof(StashLifetime)} is {StashLifetime}; it must be more than zero, or Timeout.InfiniteTimeSpan.");
        if (SlowTurnThreshold < TimeSpan.Zero && SlowTurnThreshold != Timeout.InfiniteTimeSpan)
            problems.Add(
                $"{nameof(SlowTurnThreshold)} is {SlowTurnThreshold}; it must be zero or more, or Timeout.InfiniteTimeSpan to turn "
                + "it off.");
        if (MaxPoolCompensation < 0)
            problems.Add($"{nameof(MaxPoolCompensation)} is {MaxPoolCompensation}; it must be zero (off) or more.");
        if (QueueLimit < 1)
            throw new ArgumentOutOfRangeException(nameof(QueueLimit), QueueLimit, "A queue limit is one call at least; null is none.");
        if (!Enum.IsDefined(Priority))
            problems.Add($"{nameof(Priority)} is {Priority}; ThreadPriority has no such value.");
        if (!Enum.IsDefined(ApartmentState))
            problems.Add($"{nameof(ApartmentState)} is {ApartmentState}; ApartmentState has no such value.");
        if (problems.Count > 0)
            throw new ArgumentException("The options of an event loop are wrong: " + string.Join(" ", problems));
        if (MaxStackSize < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxStackSize), MaxStackSize, "A stack has a size of more than zero bytes, or zero for the system's default.");
        }

        if (ApartmentState == ApartmentState.STA && !OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(
                "Single-threaded apartments exist on Windows alone. Leave ApartmentState as it is, or set it there only.");
        return Copy();
    }

    internal EventLoopOptions Copy() => (EventLoopOptions)MemberwiseClone();
}
