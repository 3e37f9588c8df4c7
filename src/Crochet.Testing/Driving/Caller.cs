using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>A thread that calls the loop, and runs only from one call to the next, when its turn comes.</summary>
internal sealed class Caller : Actor, IBatonHolder
{
    [ThreadStatic]
    private static Caller? _here;

    private readonly CallerSchedule _schedule;
    private readonly Action _body;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly TaskCompletionSource _left = new();
    private readonly Interruption _interruption = new();
    private volatile Thread? _thread;
    private Parker? _parker;
    private volatile CallerState _state;

    // What a pause is for; written by the caller before its state says that it pauses.
    private string _call = "";
    private IWaiting? _waiting;
    private bool _awaits;
    private CancellationToken _cancellationToken;

    /// <param name="schedule">Says when it goes on.</param>
    /// <param name="name">Names it in steps.</param>
    /// <param name="body">What it does.</param>
    public Caller(CallerSchedule schedule, string name, Action body)
    {
        _schedule = schedule;
        Name = name;
        _body = body;
    }

    /// <summary>The caller whose thread this is; null on every other thread.</summary>
    public static Caller? Here => _here;

    public string Name { get; }

    public CallerSchedule Schedule => _schedule;

    /// <summary>What it threw.</summary>
    public Exception? Failure { get; private set; }

    public bool HasBegun => _state != CallerState.NotBegun;

    public bool HasEnded => _state == CallerState.Ended;

    /// <summary>The timestamp at which its wait ends for want of a result; <see cref="long.MaxValue"/> where it has none.</summary>
    public long Deadline { get; private set; } = long.MaxValue;

    /// <summary>It has been let go on, and has not come back in time.</summary>
    public bool IsLost { get; set; }

    public override bool IsReady => _state switch
    {
        CallerState.NotBegun => !_schedule.IsEnding,
        CallerState.Paused => _waiting is null || IsToldOfTheEnd || _waiting.IsOver || Deadline <= _schedule.Now
            || _cancellationToken.IsCancellationRequested,
        _ => false,
    };

    // A wait is told at once. What is awaited ends with the stop, and so does the await: it has its turn before others are left.
    private bool IsToldOfTheEnd => _awaits ? _schedule.LeavesAwaits : _schedule.IsEnding;

    /// <summary>What it does, for a message that says why nothing goes on.</summary>
    public string Activity => _state switch
    {
        CallerState.NotBegun => $"{Name} has not begun",
        CallerState.Paused when _waiting is null => $"{Name} is about to call {_call}",
        CallerState.Paused => $"{Name} {_call}",
        CallerState.Ended => $"{Name} has ended",
        _ => $"{Name} holds its thread outside Crochet, since {LastCall}",
    };

    /// <summary>The call that it made last.</summary>
    public string LastCall { get; private set; } = "its beginning";

    public void Wake()
    {
        if (_state == CallerState.NotBegun)
        {
            _state = CallerState.Running;
            CallerThread.Start(this);
        }
        else
        {
            _parker!.Wake();
        }
    }

    /// <summary>On a thread of its own, with the baton.</summary>
    public void Run()
    {
        _here = this;
        _thread = Thread.CurrentThread;
        _parker = Parker.Current;
        _parker.Schedule = _schedule;
        try
        {
            if (_context is null)
                _body();
            else
                ExecutionContext.Run(_context, static caller => ((Caller)caller!)._body(), this);
        }
        catch (Exception exception)
        {
            Failure = exception;
        }

        _interruption.Leave();
        SynchronizationContext.SetSynchronizationContext(null);
        _parker.Schedule = null;
        _here = null;
        _state = CallerState.Ended;
        _schedule.OnEnded(this);
        _left.SetResult();
    }

    /// <summary>It is about to make a call: goes on when its turn comes.</summary>
    public void Pass(string call)
    {
        LastCall = call;
        Pause(call, waiting: null, long.MaxValue, CancellationToken.None);
    }

    /// <summary>Waits, and goes on when that is over and its turn comes.</summary>
    public void Wait(string what, IWaiting waiting, long deadline, CancellationToken cancellationToken) =>
        Pause(what, waiting, deadline, cancellationToken);

    /// <summary>As <see cref="Wait"/>, of one that awaits.</summary>
    public void Await(IWaiting waiting)
    {
        _awaits = true;
        Wait($"awaits, since {LastCall}", waiting, long.MaxValue, CancellationToken.None);
        _awaits = false;
    }

    /// <summary>Blocks until the thread has left the caller's code; false when that takes too long.</summary>
    public bool WaitUntilLeft(TimeSpan timeout) => _left.Task.Wait(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout);

    /// <summary>Gets the thread out of what it is blocked in, where that can be.</summary>
    public void Interrupt()
    {
        if (_thread is { } thread)
            _interruption.Interrupt(thread);
    }

    /// <summary>Blocks until it has the baton, or nobody drives any more.</summary>
    public void AwaitBaton(Baton baton)
    {
        while (!baton.IsHeldBy(this) && !_schedule.IsOver)
            _parker!.Park(Timeout.Infinite);
        IsLost = false;
        _state = CallerState.Running;
    }

    private void Pause(string call, IWaiting? waiting, long deadline, CancellationToken cancellationToken)
    {
        _call = call;
        _waiting = waiting;
        Deadline = deadline;
        _cancellationToken = cancellationToken;
        _state = CallerState.Paused;
        _schedule.HandOver(this, call);
        _state = CallerState.Running;
        Deadline = long.MaxValue;
    }
}
