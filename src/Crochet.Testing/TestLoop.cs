using Crochet.Testing.Driving;
using Crochet.Testing.Time;
using Microsoft.Extensions.Time.Testing;

namespace Crochet.Testing;

/// <summary>
/// A loop that a test drives by hand, on the test's own thread and in virtual time: nothing runs until the test says so, and no test waits.
/// The loop's timers, the timeouts of awaited calls and the blocking timeouts of callers (<see cref="AddCaller(Action, string?)"/>) all
/// follow <see cref="Time"/>.
/// </summary>
/// <remarks>
/// <para>Callers are real threads, of which one runs at a time and none while the loop runs: each from one call into Crochet to the next.
/// Who goes next, a caller or the loop's next turn, is drawn from <see cref="Seed"/>: one seed is one order, on every machine and in every
/// run.</para>
/// <para>Idle means that the loop has nothing to run and every caller waits. It is judged at once. What runs elsewhere, in the thread pool
/// or on other loops, is not seen: wait for it in the test, then drive again.</para>
/// <para>Only the thread that made it may drive it, or use it in any other way than by <see cref="AddCaller(Action, string?)"/>, <see
/// cref="Loop"/> and <see cref="Time"/>.</para>
/// </remarks>
public sealed class TestLoop : IDisposable
{
    private readonly Driver _driver;

    /// <summary>Makes a loop that the calling thread drives. It runs from now on, in so far as it is driven.</summary>
    /// <param name="seed">Which order of the loop and its callers; see <see cref="Schedules"/> for many.</param>
    /// <param name="options">Of the loop. Those that tell of its thread have no effect.</param>
    /// <param name="start">Where <see cref="Time"/> begins; null: where a <see cref="FakeTimeProvider"/> does.</param>
    /// <exception cref="ArgumentException">
    /// The options have a time provider of their own; or one of them is wrong, and the message lists all that are.
    /// </exception>
    public TestLoop(int seed = 0, EventLoopOptions? options = null, DateTimeOffset? start = null)
        : this(seed, options, start, Driver.UsualLongestHold)
    {
    }

    /// <param name="seed">Which order.</param>
    /// <param name="options">Of the loop.</param>
    /// <param name="start">Where time begins.</param>
    /// <param name="longestHold">How long a turn or a caller may hold its thread outside Crochet, in real time.</param>
    internal TestLoop(int seed, EventLoopOptions? options, DateTimeOffset? start, TimeSpan longestHold)
    {
        var own = options?.Copy() ?? new EventLoopOptions();
        if (own.TimeProvider is { } time && !ReferenceEquals(time, TimeProvider.System))
        {
            throw new ArgumentException(
                $"The options have a TimeProvider, a {time.GetType().Name}. Leave it out: a TestLoop makes its own, which its Time gives.",
                nameof(options));
        }

        var made = start is { } beginning ? new TestTime(beginning) : new TestTime();
        Seed = seed;
        Time = made;
        var schedule = new CallerSchedule(made);
        if (own.TimeProvider is not null)
            own.TimeProvider = made;
        own.RealTime = made;
        own.Schedule = schedule;
        Loop = new EventLoop(own);
        _driver = new Driver(Loop, schedule, made, seed, longestHold);
    }

    /// <summary>
    /// The loop: for <c>CrochetProxy.Create</c>, for <c>UseLoop</c> in a container, or for use as it is. Its thread is the one that made
    /// the TestLoop. On that a blocking wait for one of its results throws <see cref="EventLoopDeadlockException"/>, between drivings too;
    /// look at a result there with TryGetResult. Start does nothing, and Run throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public EventLoop Loop { get; }

    /// <summary>
    /// The loop's time. Timers that are made on it directly count as the loop's own do; their callbacks run when the TestLoop is driven. To
    /// move it by itself runs nothing; <see cref="Advance"/> moves it and runs what is due.
    /// </summary>
    public FakeTimeProvider Time { get; }

    /// <summary>What the order is drawn from.</summary>
    public int Seed { get; }

    internal bool IsDisposed { get; private set; }

    internal IReadOnlyList<string> Steps => _driver.Steps.ToList();

    /// <summary>Runs what is ready, and what that makes ready, callers included, until idle. Time stands still.</summary>
    /// <returns>How many turns of the loop ran.</returns>
    /// <exception cref="InvalidOperationException">
    /// This and every other way of driving: called on another thread than the one that made the TestLoop, in a turn, or by a caller.
    /// </exception>
    /// <exception cref="ScheduleException">
    /// This and every other: a turn, or a caller that was let go on, has held its thread outside Crochet for 10 s of real time, in a lock,
    /// a sleep, or a blocking wait for somebody else's task. It is named. Such a turn is interrupted then; one that computes and never
    /// blocks cannot be. Also: a million steps while time stood still.
    /// </exception>
    /// <exception cref="ObjectDisposedException">This and every other: the TestLoop was disposed of.</exception>
    public int RunUntilIdle() => _driver.RunUntilIdle();

    /// <summary>Runs until idle, then moves time on, stopping at each timer and timeout on the way, and runs until idle at each.</summary>
    /// <param name="by">How far; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <inheritdoc cref="RunUntilIdle"/>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        _driver.Advance(by);
    }

    /// <summary>Runs until idle, then moves time to the next timer or timeout, and runs until idle.</summary>
    /// <returns>False where there is none; time then stands still.</returns>
    /// <inheritdoc cref="RunUntilIdle"/>
    public bool AdvanceToNext() => _driver.AdvanceToNext();

    /// <summary>
    /// Runs <paramref name="function"/> in the loop, moving time whenever idle, until its task has ended; throws what it threw. The loop
    /// can be used again.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ScheduleException">
    /// Idle, with no timer left, and the task has not ended: says who waits for what. Or as <see cref="RunUntilIdle"/> says.
    /// </exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped.</exception>
    /// <inheritdoc cref="RunUntilIdle"/>
    public void Run(Func<Task> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _driver.Run(function).ThrowIfFailed();
    }

    /// <inheritdoc cref="Run(Func{Task})"/>
    /// <returns>What the task ended with.</returns>
    public T Run<T>(Func<Task<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var result = _driver.Run(function);
        result.ThrowIfFailed();
        return result.Value;
    }

    /// <summary>
    /// Adds a blocking caller: a thread that runs only when the TestLoop lets it, from the next driving on; one that is added while it is
    /// driven, at once. What it throws comes out of <see cref="RunToEnd"/>. It gets the ExecutionContext of who adds it. From any thread.
    /// </summary>
    /// <param name="caller">What it does: calls, and waits, as any thread would.</param>
    /// <param name="name">Names it in steps; null: "caller 1" for the first that is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="caller"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The TestLoop was disposed of.</exception>
    public void AddCaller(Action caller, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _driver.AddCaller(caller, name);
    }

    /// <summary>
    /// Adds a caller that awaits: it goes on, step by step, in its own thread, where its awaits resume. Else as the other.
    /// </summary>
    /// <inheritdoc cref="AddCaller(Action, string?)"/>
    public void AddCaller(Func<Task> caller, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _driver.AddCaller(() => CallerContext.Run(caller), name);
    }

    /// <summary>Runs, moving time whenever idle, until every caller has ended and the loop is idle.</summary>
    /// <exception cref="ScheduleException">
    /// A caller threw: that is the inner exception. Or none can go on: says who waits for what. Or as <see cref="RunUntilIdle"/> says.
    /// </exception>
    /// <inheritdoc cref="RunUntilIdle"/>
    public void RunToEnd() => _driver.RunToEnd();

    /// <summary>
    /// Stops the loop. Callers that still wait get <see cref="EventLoopStoppedException"/>, and one that has not begun never does. Waits
    /// for their threads to end. A second time it does nothing. It may be called on another thread than the one that made the TestLoop,
    /// while nobody drives it.
    /// </summary>
    /// <exception cref="ScheduleException">After 10 s of real time some callers have not ended: names them.</exception>
    /// <exception cref="InvalidOperationException">Called in a turn, or by a caller.</exception>
    public void Dispose()
    {
        _driver.End();
        IsDisposed = true;
    }

    internal ScheduleException Fail(Exception exception) =>
        _driver.Steps.Fail($"The scenario threw {exception.GetType().Name}: {exception.Message}", exception);
}
