using System.Diagnostics;
using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Testing.Choosing;
using Crochet.Testing.Reporting;
using Crochet.Testing.Time;

namespace Crochet.Testing.Driving;

/// <summary>
/// The ways to drive a loop and its callers, each as far as it goes: the relay runs what can go on, and time is moved when nothing can.
/// </summary>
internal sealed class Driver
{
    /// <summary>How long a turn or a caller may hold its thread outside Crochet, in real time.</summary>
    public static readonly TimeSpan UsualLongestHold = TimeSpan.FromSeconds(10);

    // Far more than a test has, and no more than a few seconds' worth.
    private const int MostMoves = 100_000;

    private readonly EventLoop _loop;
    private readonly CallerSchedule _schedule;
    private readonly Callers _callers;
    private readonly TimeSpan _longestHold;
    private readonly DrivenLoop _driven;
    private readonly LoopTurns _turns;
    private readonly Choice _choice;
    private readonly Relay _relay;
    private readonly TimeSteps _timeSteps;

    /// <param name="loop">The loop, before anything else has been done with it.</param>
    /// <param name="schedule">The schedule that it has.</param>
    /// <param name="time">The time that it has.</param>
    /// <param name="seed">Which order.</param>
    /// <param name="longestHold">How long a turn or a caller may hold its thread outside Crochet, in real time.</param>
    public Driver(EventLoop loop, CallerSchedule schedule, TestTime time, int seed, TimeSpan longestHold)
    {
        _loop = loop;
        _schedule = schedule;
        _callers = schedule.Callers;
        _longestHold = longestHold;
        Steps = new StepLog(seed);
        _driven = new DrivenLoop(loop);
        _turns = new LoopTurns(_driven);
        _choice = new Choice(Chooser.Of(seed), _callers, [_turns, new LoopTimeouts(loop, _driven), new TimeTimers(loop, time)]);
        _relay = new Relay(_choice, _callers, _driven, Steps, longestHold);
        _timeSteps = new TimeSteps(time, loop, _driven, _callers, Steps);
        schedule.Attach(_relay, loop);
    }

    public StepLog Steps { get; }

    private string Waits => WaitReport.Write(_loop, _callers);

    /// <summary>From any thread.</summary>
    public void AddCaller(Action body, string? name) => _callers.Add(_schedule, name, body);

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
        while (_timeSteps.FindNext() is { } next && next <= left)
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
        if (_timeSteps.FindNext() is not { } next)
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
        _choice.StopAt(() => _callers.HasFailed);
        DriveTo(() => _callers.HasFailed || _callers.IsEmpty, "No caller can go on");
        if (_callers.TryTakeFailed(out var failed))
            throw Steps.Fail($"{failed.Name} threw {failed.Failure!.GetType().Name}: {failed.Failure.Message}", failed.Failure);
    }

    /// <summary>Stops the loop, and lets the callers come to their end.</summary>
    public void End()
    {
        _schedule.Seat.ThrowIfNested(_loop.Name);
        if (!_schedule.TryEnd())
            return;
        var began = Stopwatch.GetTimestamp();
        foreach (var lost in _callers.ToList().Where(static caller => caller.IsLost))
            lost.Interrupt();
        try
        {
            _schedule.Seat.TakeToEnd();
            using var driving = BeginHere();
            _loop.Lifetime.Stop();
            DriveToEndOfLoop();
            _schedule.LeaveAwaits();
            DriveUntilIdle();
        }
        catch (ScheduleException)
        {
            // What is left is named below.
        }

        _relay.End();
        _schedule.LeaveAwaits();
        _schedule.Complete();
        var left = _callers.ToList().FindAll(static caller => caller.HasBegun && !caller.HasEnded);
        foreach (var caller in left)
            caller.Wake();
        left.RemoveAll(caller => caller.WaitUntilLeft(_longestHold - Stopwatch.GetElapsedTime(began)));
        if (left.Count == 0)
            return;
        left.ForEach(static caller => caller.Interrupt());
        throw Steps.Fail(
            $"The TestLoop was disposed of, and after {Duration.Text(_longestHold)} these callers have not ended: "
            + string.Join("; ", left.Select(static caller => caller.Activity)) + ".",
            isOfRealTime: true);
    }

    private Driving Begin()
    {
        ObjectDisposedException.ThrowIf(_schedule.IsEnding, typeof(TestLoop));
        _schedule.Seat.Take(_loop.Name);
        return BeginHere();
    }

    private Driving BeginHere()
    {
        _relay.Begin();
        _driven.Enter();
        return new Driving(this);
    }

    private void Leave()
    {
        _driven.Leave();
        _schedule.Seat.Leave();
    }

    private TResult Run<TResult>(Func<TResult> queue, string name) where TResult : EventualResult
    {
        using var driving = Begin();
        var result = queue();
        _choice.StopAt(() => result.IsCompleted);
        DriveTo(() => result.IsCompleted, $"{name} has not ended, and nothing can go on");
        return result;
    }

    // Moves time whenever idle.
    private void DriveTo(Func<bool> hasReachedGoal, string problem)
    {
        for (var moves = 0; ; moves++)
        {
            DriveUntilIdle();
            if (hasReachedGoal())
                return;
            if (_timeSteps.FindNext() is not { } next)
                throw Steps.Fail($"{problem}, and no timer is set. {Waits}");
            if (moves == MostMoves)
                throw Steps.Fail($"Time has been moved {MostMoves} times, and there is no end to it. {Waits}");
            Move(next);
        }
    }

    private void DriveToEndOfLoop()
    {
        DriveUntilIdle();
        // What cleans up has its time by the loop's own clock, which is the test's.
        while (!_driven.HasEnded && _timeSteps.FindNext() is { } next)
        {
            Move(next);
            DriveUntilIdle();
        }
    }

    private void DriveUntilIdle()
    {
        _relay.RunUntilIdle();
        if (_choice.IsTooLong)
        {
            throw Steps.Fail(
                $"{Choice.MostSteps} steps while time stood still, and there is no end to them: something calls itself again and again. "
                + Waits);
        }
    }

    private void Move(long ticks)
    {
        _choice.OnTimeMoved();
        _timeSteps.Move(ticks);
    }

    private readonly struct Driving(Driver driver) : IDisposable
    {
        public void Dispose() => driver.Leave();
    }
}
