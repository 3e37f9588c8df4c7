using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet;

// The loop's own side: start, turns, sleep.
public sealed partial class EventLoop
{
    private const int PostsPerRound = 1_000;
    private const int TimersPerRound = 64;

    private readonly Lock _stateLock = new();
    private readonly uint _slowTurnMilliseconds;
    private readonly LoopWatch _watch;
    private readonly SleepLimit _sleepLimit;
    private int _state;
    private Parker? _parker;
    private ExecutionContext? _plainContext;

    private TurnState _turn;

    internal uint TurnStartedAt => Volatile.Read(ref _turn.StartedAt);

    internal ref readonly TurnState Turn => ref _turn;

    internal bool IsAsleep => _queue.IsAsleep;

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

        var thread = new Thread(RunOnThisThread) { Name = Name, IsBackground = _options.IsBackground };
        thread.UnsafeStart();
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
                throw new InvalidOperationException($"The loop '{Name}' runs already, on another thread. Stop it, or do not call Run.");
            if (_current is { } other)
                throw new InvalidOperationException($"This thread runs the loop '{other.Name}': run '{Name}' on another one, or call Start.");
            BeginRunning();
        }

        RunOnThisThread();
    }

    /// <summary>Sets the turn's ExecutionContext; the loop's own comes back when the turn ends.</summary>
    internal void EnterContext(ExecutionContext? context)
    {
        if (context is not null && !ReferenceEquals(context, _plainContext))
            ExecutionContext.Restore(context);
    }

    /// <summary>A call begins its turn: what it is, for those who ask while it runs.</summary>
    internal void EnterCall(CallInvoker invoker, object body)
    {
        if (!Diagnosis.IsEnabled)
            return;
        _turn.Body = body;
        Volatile.Write(ref _turn.Invoker, invoker);
    }

    internal void UseOwnSynchronizationContext()
    {
        if (!ReferenceEquals(SynchronizationContext.Current, _synchronizationContext))
            SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
    }

    private void ThrowIfStopping()
    {
        if (State >= EventLoopState.Stopping)
            throw new EventLoopStoppedException(Name);
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
        _plainContext = ExecutionContext.Capture();
        SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        _turn.Now = Clock.Milliseconds;
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
            RunRound();
            if (Volatile.Read(ref _acceptance) == AcceptsFromLoop)
                AdvanceDrain();
            if (_queue.IsEmpty && !Timers.IsAnyDue && !Spin.TryAwaitWork(new NextPost(this)))
                Sleep();
        }
    }

    // Posts until the clock has moved on or there are no more, then timers likewise, both in bounded number (a clock that is moved by hand stands still):
    // neither can keep the other waiting.
    private void RunRound()
    {
        var began = _turn.Now;
        for (var posts = 0; posts < PostsPerRound && _turn.Now == began && TakeNext() is { } item; posts++)
            RunTurn(item);
        RunDueTimers();
    }

    private void RunDueTimers()
    {
        if (Timers.NextDue == TimerWheel.Never)
            return;
        var now = Clock.Now;
        Timers.ExpireDeadlines(this, now);
        var began = _turn.Now;
        for (var i = 0; i < TimersPerRound && _turn.Now == began && Timers.NextTimer <= now && !Volatile.Read(ref _closed); i++)
        {
            if (Timers.TakeDue(now) is { } timer)
                RunTurn(timer);
        }
    }

    private WorkItem? TakeNext()
    {
        // A hand that moves time and then makes a call finds that what was due has run before it.
        if (!Clock.IsSystem && !_queue.IsEmpty)
            RunDueTimers();
        return Volatile.Read(ref _closed) ? null : _queue.TryTake();
    }

    private void RunTurn(WorkItem item)
    {
        if (Diagnosis.IsEnabled)
            _turn.QueuedAt = item.GetQueuedAt(_turn.Now);
        _turn.StartedAt = _turn.Now;
        // Pairs with Close: it sees this turn, or this turn sees that the loop is closed.
        Volatile.Write(ref _turn.Item, item);
        if (Volatile.Read(ref _closed))
        {
            SetAside(item);
            Volatile.Write(ref _turn.Item, null);
            return;
        }

        Execute(item);
        EndTurn(item);
    }

    private void Execute(WorkItem item)
    {
        try
        {
            item.Execute(this);
        }
        catch (Exception exception)
        {
            Report(new Failure(exception), item.GetName());
        }
    }

    private void EndTurn(WorkItem item)
    {
        RestoreContexts();
        _turn.Now = Clock.Milliseconds;
        if (Diagnosis.IsEnabled && _turn.Now - _turn.StartedAt > _slowTurnMilliseconds)
            SlowTurns.OnEnded(_turn.GetName(item), _turn.StartedAt, _turn.Now);
        _turn.Invoker = null;
        _turn.Body = null;
        Volatile.Write(ref _turn.Item, null);
        if (item is Continuation continuation)
            _synchronizationContext.Recycle(continuation);
    }

    // Nothing that a turn has set flows on into the next.
    private void RestoreContexts()
    {
        if (_plainContext is { } plain && !ReferenceEquals(ExecutionContext.Capture(), plain))
            ExecutionContext.Restore(plain);
        UseOwnSynchronizationContext();
    }

    /// <summary>Watch thread: says so when a turn holds the loop for too long.</summary>
    internal void InspectTurn()
    {
        if (Volatile.Read(ref _turn.Item) is null)
            return;
        var now = Clock.Milliseconds;
        var started = TurnStartedAt;
        if (LoopClock.Between(started, now).TotalMilliseconds > _slowTurnMilliseconds && _observer.GetRunning(now) is { } running)
            SlowTurns.OnHeld(running.Call, started, now);
    }

    private void Sleep()
    {
        if (!_queue.TrySleep())
            return;
        // A wake-up that comes from here on makes Park return at once, so nothing that is checked before it can be missed.
        var milliseconds = _sleepLimit.Until(Timers.NextDue);
        if (milliseconds != 0 && !Volatile.Read(ref _closed))
            _parker!.Park(milliseconds);
        _turn.Now = Clock.Milliseconds;
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

    private void Enqueue(WorkItem item)
    {
        if (_queue.Post(item))
            Wake();
    }

    private readonly struct NextPost(EventLoop loop) : IWaiting
    {
        public bool IsOver => !loop._queue.IsEmpty || Volatile.Read(ref loop._closed);
    }
}
