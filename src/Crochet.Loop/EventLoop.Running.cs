using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet;

// The loop's own side: start, turns, sleep.
public sealed partial class EventLoop
{
    private readonly Lock _stateLock = new();
    private readonly LoopWatch _watch;
    private readonly SleepLimit _sleepLimit;
    private int _state;
    private Parker? _parker;
    internal uint TurnStartedAt => Volatile.Read(ref Turns.Turn.StartedAt);

    internal ref readonly TurnState Turn => ref Turns.Turn;

    internal bool IsAsleep => Queue.IsAsleep;

    /// <summary>Runs the loop on a thread of its own; calls made before wait for it. Once it runs, this does nothing.</summary>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Start()
    {
        lock (_stateLock)
        {
            ThrowIfStopping();
            if (State != EventLoopState.Created)
                return;
            BeginRunning();
        }

        _options.MakeThread(RunOnThisThread).UnsafeStart();
    }

    /// <summary>Runs the loop on the calling thread, and returns when it has stopped.</summary>
    /// <exception cref="InvalidOperationException">It runs already, or the calling thread runs another loop.</exception>
    /// <exception cref="EventLoopStoppedException">The loop has stopped, or is stopping.</exception>
    public void Run()
    {
        lock (_stateLock)
        {
            ThrowIfStopping();
            if (State != EventLoopState.Created)
                throw new InvalidOperationException($"The loop '{Name}' already runs on another thread. Stop it, or do not call Run.");
            if (_current is { } other)
                throw new InvalidOperationException(
                    $"This thread already runs the loop '{other.Name}'. Run '{Name}' on another thread, or call Start.");
            BeginRunning();
        }

        RunOnThisThread();
    }

    private void ThrowIfStopping()
    {
        if (State >= EventLoopState.Stopping)
            throw new EventLoopStoppedException(Name, isWithdrawn: true);
    }

    private void BeginRunning()
    {
        Volatile.Write(ref _state, (int)EventLoopState.Running);
        ProcessExit.Add(this);
        Log.Started(_logger, Name);
    }

    private void RunOnThisThread()
    {
        var outer = SynchronizationContext.Current;
        // Pairs with Wake, which comes after the exchange that queued something: a fence here, so that one of the two sees the other.
        Interlocked.Exchange(ref _parker, Parker.Current);
        Enter();
        _watch.OnAwake();
        try
        {
            RunTurns();
            FinishStop();
        }
        finally
        {
            Leave(null, outer);
            CompleteStop();
        }
    }

    private void Enter()
    {
        _current = this;
        Parker.Current.Loop = this;
        Turns.Enter();
    }

    private static void Leave(EventLoop? outer, SynchronizationContext? outerContext)
    {
        _current = outer;
        Parker.Current.Loop = outer;
        SynchronizationContext.SetSynchronizationContext(outerContext);
    }

    private void RunTurns()
    {
        while (!Volatile.Read(ref _closed))
        {
            Turns.RunRound();
            if (Volatile.Read(ref _acceptance) == AcceptsFromLoop)
                AdvanceDrain();
            if (Queue.IsEmpty && !Timers.IsAnyDue && !Spin.TryAwaitWork(new NextPost(this)))
                Sleep();
        }
    }

    private void Sleep()
    {
        if (!Queue.TrySleep())
            return;
        // A wake-up that comes from here on makes Park return at once, so nothing that is checked before it can be missed.
        var milliseconds = _sleepLimit.Until(Timers.NextDue);
        if (milliseconds != 0 && !Volatile.Read(ref _closed))
            _parker!.Park(milliseconds);
        Turns.Turn.Now = Clock.Milliseconds;
        _watch.OnAwake();
    }

    /// <summary>The loop has something to look at, from any thread.</summary>
    internal void Wake()
    {
        if (_host is { } host)
            PostTo(host);
        else
            Volatile.Read(ref _parker)?.Wake();
    }

    // The loop thread looks anyway before it sleeps.
    private void WakeUnlessHere()
    {
        if (!IsInLoopThread)
            Wake();
    }

    internal void Enqueue(IWorkItem item)
    {
        if (Queue.Post(item))
            Wake();
    }

    private readonly struct NextPost(EventLoop loop) : IWaiting
    {
        public bool IsOver => !loop.Queue.IsEmpty || Volatile.Read(ref loop._closed);
    }
}
