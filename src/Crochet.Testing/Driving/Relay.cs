using System.Diagnostics;
using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Testing.Reporting;
using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>
/// Runs the loop and its callers one at a time: the loop on the driver's thread, each caller on its own. Who holds the baton decides who is
/// next, so that it goes from caller to caller without the driver in between. All fields belong to the holder.
/// </summary>
internal sealed class Relay : IBatonHolder
{
    private readonly Choice _choice;
    private readonly Callers _callers;
    private readonly DrivenLoop _loop;
    private readonly StepLog _steps;
    private readonly TimeSpan _longestHold;
    private readonly TurnWatch _watch;
    private readonly Baton _baton;
    private HostedActor? _chosen;
    private Parker _parker = Parker.Current;

    /// <param name="choice">Who is next.</param>
    /// <param name="callers">The callers.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="steps">What has run.</param>
    /// <param name="longestHold">How long one may hold its thread outside Crochet, in real time.</param>
    public Relay(Choice choice, Callers callers, DrivenLoop loop, StepLog steps, TimeSpan longestHold)
    {
        _choice = choice;
        _callers = callers;
        _loop = loop;
        _steps = steps;
        _longestHold = longestHold;
        _watch = new TurnWatch(longestHold);
        _baton = new Baton(this);
    }

    /// <summary>The calling thread is the driver's.</summary>
    public void Begin()
    {
        _parker = Parker.Current;
        _choice.Begin();
    }

    /// <summary>On the driver's thread.</summary>
    public void RunUntilIdle()
    {
        while (TakeChosen() is { } next)
        {
            if (next is HostedActor hosted)
                RunHere(hosted);
            else
                LetGoOn((Caller)next);
        }
    }

    /// <summary>On the thread of a caller that pauses: whoever is next goes on, and this one when it has its turn.</summary>
    public void HandOver(Caller from, string call)
    {
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
        var hasBaton = _baton.TryLay(caller);
        _callers.OnEnded(caller);
        if (!hasBaton)
            return;
        _steps.Add(caller.Name, caller.Failure is { } failure ? $"throws {failure.GetType().Name}" : "ends");
        _baton.Give(Decide());
    }

    public void Wake() => _parker.Wake();

    /// <summary>No turn runs any more.</summary>
    public void End() => _watch.Stop();

    private Actor? TakeChosen()
    {
        Actor? next = _chosen;
        _chosen = null;
        next ??= _choice.Next();
        if (next is not null || !_loop.IsStopping)
            return next;
        // What a stop's steps wait for has happened by now, or will not.
        _loop.Advance();
        return _choice.Next();
    }

    // The baton's holder, or the one that it is given to.
    private IBatonHolder Decide()
    {
        var next = _choice.Next();
        _chosen = next as HostedActor;
        return next as Caller ?? (IBatonHolder)this;
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
            throw _steps.Fail(
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
                throw _steps.Fail(
                    $"{holder.Name} was let go on, and has held its thread outside Crochet for {Duration.Text(_longestHold)}, "
                    + $"since {holder.LastCall}. A lock, a sleep, or a blocking wait for somebody else's task does that.",
                    isOfRealTime: true);
            }
        }
    }
}
