namespace Crochet.Stress.Model;

/// <summary>What a loop must do, in the simplest words: a list of what is queued, a list of what has run, and each call's end.</summary>
internal sealed class LoopModel
{
    private readonly List<Action> _queue = [];
    private readonly List<(int Due, int Order, int Id)> _timers = [];
    private int _now;

    public List<ModelCall> Calls { get; } = [];

    /// <summary>Calls and callbacks, in the order they were queued in.</summary>
    public List<int> Ran { get; } = [];

    /// <summary>Timers, in the order they were due in: what comes first of a timer and a call is not promised.</summary>
    public List<int> Fired { get; } = [];

    public List<ModelCall> Stashed { get; } = [];

    public HashSet<int> Retrieved { get; } = [];

    public bool IsHeld { get; private set; }

    public bool IsDraining { get; private set; }

    public bool IsStopped { get; private set; }

    public bool Accepts => !IsDraining && !IsStopped;

    public int QueuedCount => _queue.Count;

    public int PendingCount => Calls.Count(call => call.IsPending);

    public int TimerCount => _timers.Count;

    public void Hold() => IsHeld = true;

    public void Release()
    {
        IsHeld = false;
        Settle();
    }

    public void Post(int id) => Queue(() => Ran.Add(id));

    public void Call(ModelCall call)
    {
        Calls.Add(call);
        Queue(() => Run(call));
    }

    public void Complete(ModelCall call, CallEnd end)
    {
        if (IsStopped)
            call.IsPending = false;
        else
            Queue(() => Finish(call, end));
    }

    public void Cancel(ModelCall call)
    {
        if (call.End != CallEnd.None)
            return;
        if (!call.IsPending)
        {
            call.End = CallEnd.Cancelled;
            return;
        }

        Queue(() =>
        {
            if (call.Kind == StepKind.CallThatHeedsItsToken)
                call.IsPending = false;
            End(call, CallEnd.Cancelled);
        });
    }

    public void SetTimer(int id, int delay)
    {
        _timers.Add((_now + delay, id, id));
        Settle();
    }

    public void Advance(int by)
    {
        _now += by;
        Settle();
    }

    public void Stop()
    {
        if (IsStopped)
            return;
        IsStopped = true;
        _queue.Clear();
        foreach (var call in Calls)
        {
            End(call, CallEnd.Stopped);
            if (call.Kind == StepKind.CallThatHeedsItsToken)
                call.IsPending = false;
        }
    }

    public void Drain()
    {
        IsDraining = true;
        Settle();
    }

    // Everything that the loop can do by itself.
    private void Settle()
    {
        while (!IsHeld && !IsStopped)
        {
            if (_queue.Count > 0)
            {
                var next = _queue[0];
                _queue.RemoveAt(0);
                next();
            }
            else if (_timers.Where(timer => timer.Due <= _now).OrderBy(timer => (timer.Due, timer.Order)).ToList() is [var due, ..])
            {
                _timers.Remove(due);
                Fired.Add(due.Id);
            }
            else
            {
                break;
            }
        }

        if (IsDraining && !IsHeld && Calls.All(call => call.End != CallEnd.None))
            Stop();
    }

    private void Queue(Action item)
    {
        _queue.Add(item);
        Settle();
    }

    private void Run(ModelCall call)
    {
        if (call.End != CallEnd.None)
            return;
        if (call.Kind != StepKind.NestedCall)
            Ran.Add(call.Id);
        switch (call.Kind)
        {
            case StepKind.NestedCall:
                // Its own call goes to the end of the queue, and so does what it does after that.
                call.IsPending = true;
                _queue.Add(() =>
                {
                    Ran.Add(call.Id);
                    _queue.Add(() => Finish(call, CallEnd.Value));
                });
                break;
            case StepKind.Call:
                End(call, CallEnd.Value);
                break;
            case StepKind.CallThatThrows:
                End(call, CallEnd.Failure);
                break;
            default:
                call.IsPending = true;
                break;
        }
    }

    private static void Finish(ModelCall call, CallEnd end)
    {
        call.IsPending = false;
        End(call, end);
    }

    private static void End(ModelCall call, CallEnd end)
    {
        if (call.End == CallEnd.None)
            call.End = end;
    }
}
