using System.Diagnostics;
using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Testing.Choosing;
using Crochet.Testing.Reporting;
using Crochet.Testing.Time;
using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>
/// Runs a loop and its callers one at a time, on the test's thread and on theirs, and moves time. Whoever holds the baton decides who is
/// next: all fields below, other
/// than those that say so, belong to the holder.
/// </summary>
internal sealed class Driver : Schedule, IBatonHolder
{
    /// <summary>How long a turn or a caller may hold its thread outside Crochet, in real time.</summary>
    public static readonly TimeSpan UsualLongestHold = TimeSpan.FromSeconds(10);

    // Far more than a test has, and no more than a few seconds' worth.
    private const int MostSteps = 1_000_000;
    private const int MostMoves = 100_000;

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly int _seed;
    private readonly TestTime _time;
    private readonly Chooser _chooser;
    private readonly Baton _baton;
    private readonly TimeSpan _longestHold;
    private readonly TurnWatch _watch;
    private readonly StepLog _steps = new();
    private readonly List<Actor> _ready = [];

    // Guarded by itself: a caller may be added from any thread.
    private readonly List<Actor> _actors = [];
    private readonly List<Caller> _callers = [];
    private readonly Queue<Caller> _failed = new();
    private EventLoop _loop = null!;
    private DrivenLoop _driven = null!;
    private LoopTurns _turns = null!;
    private HostedActor? _chosen;
    private Parker _parker = Parker.Current;
    private Func<bool>? _hasReachedGoal;
    private int _added;
    private int _stepsHere;
    private bool _isTooLong;
    private bool _hasLoopEnded;

    // From any thread.
    private volatile bool _isDriving;
    private volatile bool _isEnding;
    private volatile bool _isOver;

    public Driver(int seed, TestTime time, TimeSpan longestHold)
    {
        _longestHold = longestHold;
        _watch = new TurnWatch(longestHold);
        _seed = seed;
        _time = time;
        _chooser = Chooser.Of(seed);
        _baton = new Baton(this);
    }

    public override bool IsDriver => !_isOver && ReferenceEquals(Thread.CurrentThread, _thread);

    public override bool IsDriving => _isDriving;

    /// <summary>The loop stops; callers come to their end.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Nobody drives any more, and nobody waits for his turn.</summary>
    public bool IsOver => _isOver;

    /// <summary>The time, as a timestamp.</summary>
    public long Now => _time.GetTimestamp();

    public IReadOnlyList<string> Steps => _steps.ToList();

    /// <summary>Before anything else: the loop that has this as its schedule.</summary>
    public void Attach(EventLoop loop)
    {
        _loop = loop;
        _driven = new DrivenLoop(loop);
        _turns = new LoopTurns(_driven);
        _actors.AddRange([_turns, new LoopTimeouts(loop, _driven), new TimeTimers(loop, _time)]);
    }

    /// <summary>From any thread.</summary>
    public void AddCaller(Action body, string? name)
    {
        lock (_actors)
        {
            ObjectDisposedException.ThrowIf(_isEnding, typeof(TestLoop));
            _added++;
            Add(new Caller(this, name ?? $"caller {_added}", body));
        }
    }

    public int RunUntilIdle()
    {
        using var driving = Begin();
        var before = _turns.Count;
        DriveUntilIdle();
        return _turns.Count - before;
    }

    public void Advance(TimeSpan by)
    {
        using var driving = Begin();
        DriveUntilIdle();
        var left = by.Ticks;
        while (FindNext() is { } next && next <= left)
        {
            Move(next);
            left -= next;
            DriveUntilIdle();
        }

        if (left <= 0)
            return;
        Move(left);
        DriveUntilIdle();
    }

    public bool AdvanceToNext()
    {
        using var driving = Begin();
        DriveUntilIdle();
        if (FindNext() is not { } next)
            return false;
        Move(next);
        DriveUntilIdle();
        return true;
    }

    public EventualResult Run(Func<Task> function) => Run(() => _loop.RunInReactor(function), MethodName.Of(function));

    public EventualResult<T> Run<T>(Func<Task<T>> function) => Run(() => _loop.RunInReactor(function), MethodName.Of(function));

    public void RunToEnd()
    {
        using var driving = Begin();
        DriveTo(() => _failed.Count > 0, () => _callers.TrueForAll(static caller => caller.HasEnded), "No caller can go on");
        if (_failed.TryDequeue(out var failed))
            throw Fail($"{failed.Name} threw {failed.Failure!.GetType().Name}: {failed.Failure.Message}", failed.Failure);
    }

    /// <summary>Stops the loop, and lets the callers come to their end.</summary>
    public void End()
    {
        ThrowIfNested();
        lock (_actors)
        {
            if (_isEnding)
                return;
            _isEnding = true;
        }

        var began = Stopwatch.GetTimestamp();
        foreach (var lost in _callers.Where(static caller => caller.IsLost))
            lost.Interrupt();
        try
        {
            using var driving = BeginHere();
            _loop.Lifetime.Stop();
            DriveToEndOfLoop();
        }
        catch (ScheduleException)
        {
            // What is left is named below.
        }

        _watch.Stop();
        _isOver = true;
        var left = _callers.FindAll(static caller => caller.HasBegun && !caller.HasEnded);
        foreach (var caller in left)
            caller.Wake();
        left.RemoveAll(caller => caller.WaitUntilLeft(_longestHold - Stopwatch.GetElapsedTime(began)));
        if (left.Count == 0)
            return;
        left.ForEach(static caller => caller.Interrupt());
        throw Fail(
            $"The TestLoop was disposed of, and after {Duration.Text(_longestHold)} these callers have not ended: "
            + string.Join("; ", left.Select(static caller => caller.Activity)) + ".",
            isOfRealTime: true);
    }

    /// <summary>What an order failed with, with its seed and its steps.</summary>
    public ScheduleException Fail(string problem, Exception? inner = null, bool isOfRealTime = false)
    {
        var steps = Steps;
        return new ScheduleException(ScheduleReport.Write(problem, _seed, steps), _seed, steps, inner) { IsOfRealTime = isOfRealTime };
    }

    public override void Pass(string call)
    {
        if (!_isOver && Caller.Here is { } caller && ReferenceEquals(caller.Driver, this))
            caller.Pass(OneLine.Of(call));
    }

    public override void Deliver(Func<Task> callback, string name)
    {
        lock (_actors)
        {
            if (!_isEnding)
                Add(new Caller(this, name, () => CallerContext.Run(callback)));
        }
    }

    public override bool Block(IWaiting waiting, string call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_isOver)
            Caller.Here!.Wait($"waits for {OneLine.Of(call)}", waiting, DeadlineAfter(timeout), cancellationToken);
        if (waiting.IsOver)
            return true;
        cancellationToken.ThrowIfCancellationRequested();
        if (_isEnding)
            throw new EventLoopStoppedException(_loop.Name, isWithdrawn: false);
        return false;
    }

    /// <summary>On a caller's thread, which awaits: false when there is nothing to wait for any more.</summary>
    public bool TryAwait(Caller caller, IWaiting waiting)
    {
        if (!_isOver)
            caller.Wait($"awaits, since {caller.LastCall}", waiting, long.MaxValue, CancellationToken.None);
        return !_isEnding || waiting.IsOver;
    }

    /// <summary>On the thread of a caller that pauses: whoever is next goes on, and this one when it has its turn.</summary>
    public void HandOver(Caller from, string call)
    {
        if (_isOver)
            return;
        if (_baton.TryLay(from))
        {
            _steps.Add(from.Name, call);
            if (Decide() is var next && ReferenceEquals(next, from))
            {
                _baton.Keep(from);
                return;
            }

            _baton.Give(next);
        }

        from.AwaitBaton(_baton);
    }

    /// <summary>On the thread of a caller whose code has ended.</summary>
    public void OnEnded(Caller caller)
    {
        if (!_baton.TryLay(caller))
            return;
        _steps.Add(caller.Name, caller.Failure is { } failure ? $"throws {failure.GetType().Name}" : "ends");
        if (caller.Failure is not null)
            _failed.Enqueue(caller);
        lock (_actors)
        {
            _actors.Remove(caller);
            _callers.Remove(caller);
        }

        _baton.Give(Decide());
    }

    public void Wake() => _parker.Wake();

    private void Add(Caller caller)
    {
        _callers.Add(caller);
        _actors.Add(caller);
    }

    private Driving Begin()
    {
        ObjectDisposedException.ThrowIf(_isEnding, typeof(TestLoop));
        ThrowIfNested();
        if (!ReferenceEquals(Thread.CurrentThread, _thread))
        {
            throw new InvalidOperationException(
                $"The TestLoop of '{_loop.Name}' is driven by the thread that made it, which is another one. Drive it there. After an await a test "
                + "may be on another thread: make the TestLoop after it, or put what awaits into TestLoop.Run.");
        }

        return BeginHere();
    }

    private Driving BeginHere()
    {
        _isDriving = true;
        _parker = Parker.Current;
        _stepsHere = 0;
        _isTooLong = false;
        _hasReachedGoal = null;
        if (!_hasLoopEnded)
            _driven.Enter();
        return new Driving(this);
    }

    private void Leave()
    {
        if (!_hasLoopEnded)
            _driven.Leave();
        _isDriving = false;
    }

    private void ThrowIfNested()
    {
        if (ReferenceEquals(Caller.Here?.Driver, this))
        {
            throw new InvalidOperationException(
                $"{Caller.Here!.Name} cannot drive the TestLoop that lets it go on. A caller calls the loop and waits; the test drives.");
        }

        if (_isDriving)
        {
            throw new InvalidOperationException(
                $"The TestLoop of '{_loop.Name}' is being driven. What runs in a turn, or in a timer's callback, cannot drive it: await there, "
                + "and drive in the test.");
        }
    }

    private TResult Run<TResult>(Func<TResult> queue, string name) where TResult : EventualResult
    {
        using var driving = Begin();
        var result = queue();
        DriveTo(static () => false, () => result.IsCompleted, $"{name} has not ended, and nothing can go on", endsAtOnce: true);
        return result;
    }

    // Moves time whenever idle.
    private void DriveTo(Func<bool> hasFailed, Func<bool> hasEnded, string problem, bool endsAtOnce = false)
    {
        _hasReachedGoal = endsAtOnce ? hasEnded : hasFailed;
        for (var moves = 0; ; moves++)
        {
            DriveUntilIdle();
            if (hasFailed() || hasEnded())
                return;
            if (FindNext() is not { } next)
                throw Fail($"{problem}, and no timer is set. {DescribeWaits()}");
            if (moves == MostMoves)
                throw Fail($"Time has been moved {MostMoves} times, and there is no end to it. {DescribeWaits()}");
            Move(next);
        }
    }

    private void DriveToEndOfLoop()
    {
        while (true)
        {
            DriveUntilIdle();
            // What cleans up has its time by the loop's own clock, which is the test's.
            if (_hasLoopEnded || FindNext() is not { } next)
                return;
            Move(next);
        }
    }

    private void DriveUntilIdle()
    {
        while (TakeChosen() is { } next)
        {
            if (next is HostedActor hosted)
                RunHere(hosted);
            else
                LetGoOn((Caller)next);
        }

        if (_isTooLong)
        {
            throw Fail(
                $"{MostSteps} steps while time stood still, and there is no end to them: something calls itself again and again. "
                + DescribeWaits());
        }
    }

    private Actor? TakeChosen()
    {
        Actor? next = _chosen;
        _chosen = null;
        next ??= Choose();
        if (next is not null || _hasLoopEnded || !_loop.Lifetime.IsStopping)
            return next;
        // What a stop's steps wait for has happened by now, or will not.
        if (_driven.Advance())
        {
            _driven.Leave();
            _hasLoopEnded = true;
            _loop.Lifetime.Complete();
        }

        return Choose();
    }

    // The baton's holder, or the one that it is given to.
    private IBatonHolder Decide()
    {
        var next = Choose();
        _chosen = next as HostedActor;
        return next as Caller ?? (IBatonHolder)this;
    }

    private Actor? Choose()
    {
        if (_isTooLong || _hasReachedGoal?.Invoke() == true)
            return null;
        _ready.Clear();
        lock (_actors)
        {
            foreach (var actor in _actors)
            {
                if (actor.IsReady)
                    _ready.Add(actor);
            }
        }

        if (_ready.Count == 0)
            return null;
        _isTooLong = ++_stepsHere > MostSteps;
        return _isTooLong ? null : _chooser.Choose(_ready);
    }

    private void RunHere(HostedActor actor)
    {
        if (actor.Take() is not { } name)
            return;
        _steps.Add(actor.Name, name);
        _watch.Begin();
        actor.Run();
        if (_watch.End())
        {
            throw Fail(
                $"A turn has held the test's thread outside Crochet for {Duration.Text(_longestHold)}, and was interrupted: "
                + $"{actor.Name}: {name}. A lock, a sleep, or a blocking wait for somebody else's task does that; await instead.",
                isOfRealTime: true);
        }
    }

    private void LetGoOn(Caller caller)
    {
        _baton.TryLay(this);
        _baton.Give(caller);
        var passes = _baton.Passes;
        var began = Stopwatch.GetTimestamp();
        while (!_baton.IsHeldBy(this))
        {
            var left = _longestHold - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                _parker.Park((int)left.TotalMilliseconds + 1);
            if (_baton.Passes != passes || Debugger.IsAttached)
            {
                passes = _baton.Passes;
                began = Stopwatch.GetTimestamp();
            }
            else if (left <= TimeSpan.Zero && _baton.Holder is Caller holder && _baton.TryTake(holder, this))
            {
                holder.IsLost = true;
                throw Fail(
                    $"{holder.Name} was let go on, and has held its thread outside Crochet for {Duration.Text(_longestHold)}, "
                    + $"since {holder.LastCall}. A lock, a sleep, or a blocking wait for somebody else's task does that.",
                    isOfRealTime: true);
            }
        }
    }

    // In ticks from now; null where there is nothing to wait for.
    private long? FindNext()
    {
        var now = Now;
        var next = _time.NextDue is var due and not TestTime.Never ? due - now : TestTime.Never;
        if (!_hasLoopEnded && _driven.NextDue is var loopDue and not TestTime.Never)
            next = Math.Min(next, loopDue - _loop.Clock.Now);
        lock (_actors)
        {
            foreach (var caller in _callers)
            {
                if (caller is { HasEnded: false, Deadline: var deadline and not long.MaxValue })
                    next = Math.Min(next, deadline - now);
            }
        }

        return next > _time.Left.Ticks ? null : Math.Max(0, next);
    }

    private void Move(long ticks)
    {
        var by = TimeSpan.FromTicks(ticks);
        _stepsHere = 0;
        _steps.Add("time", $"+{Duration.Text(by)}");
        _time.Advance(by);
    }

    private long DeadlineAfter(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : TestTime.Add(Now, timeout.Ticks);

    private string DescribeWaits()
    {
        var waits = _callers.Where(static caller => !caller.HasEnded).Select(static caller => caller.Activity)
            .Concat(_loop.GetSnapshot(pendingLimit: 20).Pending.Select(static call => $"in the loop {call.Call} has begun and not ended"));
        return string.Join("; ", waits) is { Length: > 0 } text ? $"{char.ToUpperInvariant(text[0])}{text[1..]}." : "Nobody waits.";
    }

    private readonly struct Driving(Driver driver) : IDisposable
    {
        public void Dispose() => driver.Leave();
    }
}
