namespace Crochet.Stress.Model;

/// <summary>A sequence carried out on a real loop and on the model side by side. After each step the two must agree.</summary>
internal sealed class ModelRun : IDisposable
{
    // A disagreement is waited for no longer than this, so that shrinking ends.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly EventLoop _loop;
    private readonly LoopModel _model = new();
    private readonly List<int> _ran = [];
    private readonly List<int> _fired = [];
    private readonly List<(StashId Id, ModelCall Call)> _stashed = [];
    private Gate? _release;
    private int _nextId;
    private volatile bool _strayed;

    public ModelRun()
    {
        _loop = new EventLoop(new EventLoopOptions { TimeProvider = _time, SlowTurnThreshold = Timeout.InfiniteTimeSpan });
        _loop.UnobservedFailure += static (_, _) => { };
        _loop.Start();
    }

    public static void Check(Sequence sequence)
    {
        using var run = new ModelRun();
        foreach (var step in sequence.Steps)
        {
            run.Do(step);
            run.Compare();
        }

        run.Finish();
    }

    public void Dispose()
    {
        _release?.Open();
        _loop.Dispose();
    }

    private void Finish()
    {
        Do(new Step(StepKind.Stop, 0));
        Compare();
        Do(new Step(StepKind.Release, 0));
        _loop.UntilStopped();
        Compare();
        foreach (var call in _model.Calls)
            Agree(EndOf(call), call.End, $"call {call.Id} after the stop");
    }

    private void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Hold when !_model.IsHeld && _model.Accepts:
                _release = _loop.Hold();
                _model.Hold();
                break;
            case StepKind.Release when _model.IsHeld:
                _model.Release();
                _release!.Open();
                break;
            case StepKind.Post:
                var posted = ++_nextId;
                if (IsAccepted(() => _loop.Post(() => Note(posted))))
                    _model.Post(posted);
                break;
            case StepKind.Call or StepKind.CallThatThrows or StepKind.CallThatPends
                or StepKind.CallThatHeedsItsToken or StepKind.NestedCall:
                Call(step.Kind);
                break;
            case StepKind.WithdrawnCall when _model.IsHeld:
                Withdraw();
                break;
            case StepKind.Complete:
                Complete(step.Which, CallEnd.Value);
                break;
            case StepKind.Fail:
                Complete(step.Which, CallEnd.Failure);
                break;
            case StepKind.Cancel when Pick(_model.Calls, step.Which) is { } call:
                call.Result.Cancel();
                _model.Cancel(call);
                break;
            case StepKind.TryWait when Pick(_model.Calls, step.Which) is { } call:
                TryWait(call);
                break;
            case StepKind.Stash when Pick(_model.Calls, step.Which) is { Kind: not StepKind.WithdrawnCall } call:
                _stashed.Add((call.Result.Stash(), call));
                _model.Stashed.Add(call);
                break;
            case StepKind.Retrieve when _stashed.Count > 0:
                Retrieve(step.Which % _stashed.Count);
                break;
            case StepKind.SetTimer:
                var timed = ++_nextId;
                if (IsAccepted(() => _loop.CallLater(step.Which * _second, () => Note(timed, _fired))))
                    _model.SetTimer(timed, step.Which);
                break;
            case StepKind.Advance:
                _model.Advance(step.Which);
                _time.Advance(step.Which * _second);
                break;
            case StepKind.Stop:
                _model.Stop();
                _loop.Stop();
                break;
            case StepKind.Drain when _model.Accepts:
                _model.Drain();
                _ = _loop.StopAsync(Timeout.InfiniteTimeSpan);
                break;
        }
    }

    private void Call(StepKind kind)
    {
        var call = new ModelCall(++_nextId, kind);
        if (!IsAccepted(() => call.Result = Start(call)))
            return;
        // Nothing that a call refers to may change while the model's own steps are taken.
        _model.Call(call);
    }

    private EventualResult<int> Start(ModelCall call) => call.Kind switch
    {
        StepKind.Call => _loop.RunInReactor(() => Note(call.Id)),
        StepKind.CallThatThrows => _loop.RunInReactor((Func<int>)(() => Note(call.Id) > 0 ? throw new Boom() : 0)),
        StepKind.CallThatPends => _loop.RunInReactor(() =>
        {
            Note(call.Id);
            return call.Work.Task;
        }),
        StepKind.CallThatHeedsItsToken => _loop.RunInReactor(async token =>
        {
            Note(call.Id);
            using var registration = token.Register(() => call.Work.TrySetCanceled(token));
            return await call.Work.Task;
        }),
        _ => _loop.RunInReactor(async () => await _loop.RunInReactor(() => Note(call.Id))),
    };

    private void Withdraw()
    {
        var id = ++_nextId;
        try
        {
            _loop.WaitFor(TimeSpan.Zero, () => Note(id));
            throw new AssertFailedException("A call on a held loop has returned.");
        }
        catch (CrochetTimeoutException timeout)
        {
            Agree(timeout.IsWithdrawn, true, "the withdrawal of a call on a held loop");
            // It leaves its place in the queue when the loop comes to it.
            _model.Call(
                new ModelCall(id, StepKind.WithdrawnCall) { End = CallEnd.TimedOut, Result = EventualResult.FromException(timeout) });
        }
        catch (EventLoopStoppedException)
        {
            Agree(_model.Accepts, false, "the refusal of a blocking call");
        }
    }

    private void Complete(int which, CallEnd end)
    {
        if (Pick([.. _model.Calls.Where(call => call.IsPending && !call.Work.Task.IsCompleted)], which) is not { } call)
            return;
        _model.Complete(call, end);
        if (end == CallEnd.Value)
            call.Work.TrySetResult(call.Id);
        else
            call.Work.TrySetException(new Boom());
    }

    private void TryWait(ModelCall call)
    {
        var ended = false;
        var end = new TrackedCall(_loop).Observe(() => ended = call.Result.TryWait(TimeSpan.Zero));
        if (call.Kind != StepKind.WithdrawnCall)
            Agree(end == CallEnd.Value && !ended ? CallEnd.None : end, call.End, $"TryWait of call {call.Id}");
    }

    private void Retrieve(int which)
    {
        var (id, call) = _stashed[which];
        var found = _loop.Stash.TryRetrieve(id, out var result);
        Agree(found, _model.Retrieved.Add(which), $"the retrieval of stashed result {which}");
        if (found)
            Agree(ReferenceEquals(result, call.Result), true, $"the identity of stashed result {which}");
    }

    private bool IsAccepted(Action call)
    {
        try
        {
            call();
            Agree(_model.Accepts, true, "the acceptance of a call");
            return true;
        }
        catch (EventLoopStoppedException)
        {
            Agree(_model.Accepts, false, "the refusal of a call");
            return false;
        }
    }

    private int Note(int id) => Note(id, _ran);

    private int Note(int id, List<int> log)
    {
        if (!_loop.IsInLoopThread)
            _strayed = true;
        lock (_ran)
            log.Add(id);
        return id;
    }

    private void Compare()
    {
        var settled = SpinWait.SpinUntil(() => Disagreement() is null, _settling);
        if (!settled && Disagreement() is { } disagreement)
            throw new AssertFailedException(disagreement);
    }

    private string? Disagreement()
    {
        lock (_ran)
        {
            if (!_ran.SequenceEqual(_model.Ran))
                return $"Ran {string.Join(" ", _ran)}, where {string.Join(" ", _model.Ran)} was expected.";
            if (!_fired.SequenceEqual(_model.Fired))
                return $"Fired {string.Join(" ", _fired)}, where {string.Join(" ", _model.Fired)} was expected.";
        }

        if (_strayed)
            return "A call ran off the loop's thread.";
        foreach (var call in _model.Calls)
        {
            if (EndOf(call) is var end && end != call.End)
                return $"Call {call.Id} ({call.Kind}) ended with {end}, where {call.End} was expected.";
        }

        if (_model.IsStopped)
            return _model.IsHeld || _loop.State == EventLoopState.Stopped ? null : "The loop has not stopped.";
        var snapshot = _loop.GetSnapshot();
        // A call that was withdrawn leaves its place in the queue later, and is not counted.
        var withdrawn = _model.IsHeld ? _model.Calls.Count(call => call.End is CallEnd.Cancelled or CallEnd.TimedOut && !call.IsPending)
            : 0;
        if (snapshot.Pending.Count != _model.PendingCount)
            return $"The snapshot has {snapshot.Pending.Count} pending calls, where {_model.PendingCount} were expected.";
        if (snapshot.QueuedCount > _model.QueuedCount || snapshot.QueuedCount < _model.QueuedCount - withdrawn)
            return $"The snapshot has {snapshot.QueuedCount} queued, where {_model.QueuedCount} were expected, {withdrawn} of them "
                + "withdrawn at most.";
        if (snapshot.TimerCount != _model.TimerCount)
            return $"The snapshot has {snapshot.TimerCount} timers, where {_model.TimerCount} were expected.";
        if (snapshot.StashedCount != _stashed.Count - _model.Retrieved.Count)
            return $"The snapshot has {snapshot.StashedCount} stashed, where {_stashed.Count - _model.Retrieved.Count} were expected.";
        if ((snapshot.Running is not null) != _model.IsHeld)
            return "The snapshot and the model disagree on whether a turn runs.";
        return null;
    }

    private static CallEnd EndOf(ModelCall call) => !call.Result.IsCompleted ? CallEnd.None : EndOfEnded(call);

    private static CallEnd EndOfEnded(ModelCall call) => call.Result.OriginalFailure()?.Exception switch
    {
        null => CallEnd.Value,
        Boom => CallEnd.Failure,
        OperationCanceledException => CallEnd.Cancelled,
        EventLoopStoppedException => CallEnd.Stopped,
        CrochetTimeoutException => CallEnd.TimedOut,
        var other => throw new AssertFailedException($"Call {call.Id} ended with what nobody threw: {other}"),
    };

    private static ModelCall? Pick(List<ModelCall> calls, int which) => calls.Count == 0 ? null : calls[which % calls.Count];

    private static void Agree<T>(T actual, T expected, string what)
    {
        if (!Equals(actual, expected))
            throw new AssertFailedException($"Of {what}: {actual}, where {expected} was expected.");
    }
}
