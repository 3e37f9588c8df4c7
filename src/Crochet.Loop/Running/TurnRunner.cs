using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet.Running;

/// <summary>
/// Runs a loop's turns, one at a time, on the thread that is in the loop: each guarded, each in contexts of its own. All of it belongs to
/// that thread, other than
/// <see cref="Turn"/>, which others read.
/// </summary>
internal sealed class TurnRunner(EventLoop loop, LoopSynchronizationContext synchronizationContext)
{
    private const int PostsPerRound = 1_000;
    private const int TimersPerRound = 64;
    private const int ResumedTurns = 1_000;
    private const int FewPosts = 32;

    private readonly bool _isRealTime = ReferenceEquals(loop.Clock.Provider, loop.SlowTurns.Time);
    private ExecutionContext? _plainContext;
    private TurnState _turn;
    private int _postsEnded;

    // While a token's callbacks run: the awaits that they resumed, whose turns come right after.
    private Queue<Continuation>? _resumed;

    /// <summary>What holds the thread.</summary>
    public ref TurnState Turn => ref _turn;

    // The loop's own time, where that is real time, was read a moment ago.
    private uint RealNow => _isRealTime ? _turn.Now : loop.SlowTurns.Now;

    /// <summary>Something holds the thread; from any thread.</summary>
    public bool IsInTurn => Volatile.Read(ref _turn.Item) is not null;

    /// <summary>Whether there is anything to run now.</summary>
    public bool HasWork => !(loop.Lifetime.IsClosed ? loop.Closed.IsEmpty : loop.Queue.IsEmpty) || loop.Timers.IsAnyDue;

    /// <summary>The last round was a long one: time went on in it, or it had as many posts as one may have. Loop thread only.</summary>
    public bool HasMoreThanARound { get; private set; }

    /// <summary>The calling thread is in the loop from here on.</summary>
    public void Enter()
    {
        _plainContext = ExecutionContext.Capture();
        SynchronizationContext.SetSynchronizationContext(synchronizationContext);
        _turn.Now = loop.Clock.Milliseconds;
    }

    /// <summary>Sets the turn's ExecutionContext; the loop's own comes back when the turn ends.</summary>
    public void EnterContext(ExecutionContext? context)
    {
        if (context is not null && !ReferenceEquals(context, _plainContext))
            ExecutionContext.Restore(context);
    }

    /// <summary>A call begins its turn: what it is, for those who ask while it runs.</summary>
    public void EnterCall(CallInvoker invoker, object body)
    {
        if (!Diagnosis.IsEnabled)
            return;
        _turn.Body = body;
        Volatile.Write(ref _turn.Invoker, invoker);
    }

    /// <summary>A call has ended in its turn, and nobody waits for it.</summary>
    public void OnPostEnded() => _postsEnded++;

    public void UseOwnSynchronizationContext()
    {
        if (!ReferenceEquals(SynchronizationContext.Current, synchronizationContext))
            SynchronizationContext.SetSynchronizationContext(synchronizationContext);
    }

    /// <summary>
    /// Runs posts until the clock has moved on or there are no more, then timers likewise, both in bounded number (a clock that is moved by
    /// hand stands still): neither can keep the other waiting.
    /// </summary>
    public void RunRound()
    {
        if (loop.Lifetime.IsClosed)
        {
            RunLastRound();
            return;
        }

        var began = _turn.Now;
        var posts = 0;
        for (; posts < PostsPerRound && _turn.Now == began && TakeNext() is { } item; posts++)
            Run(item);
        HasMoreThanARound = posts == PostsPerRound || _turn.Now != began;
        RunDueTimers();
    }

    /// <summary>Runs one item as a turn; once the loop is closed, sets it aside instead.</summary>
    public void Run(IWorkItem item)
    {
        if (Diagnosis.IsEnabled)
            _turn.QueuedAt = item.GetQueuedAt(_turn.Now);
        _turn.StartedAt = _turn.Now;
        _turn.HeldSince = RealNow;
        // Pairs with Close: it sees this turn, or this turn sees that the loop is closed.
        Volatile.Write(ref _turn.Item, item);
        if (loop.Lifetime.IsClosed && !(item is IRunsAtTheEnd && loop.Lifetime.RunsLastTurns))
        {
            loop.Closed.SetAside(item);
            Volatile.Write(ref _turn.Item, null);
            return;
        }

        Execute(item);
        End(item);
    }

    /// <summary>Runs what was queued before the seal and after the last turns.</summary>
    public void RunLast(IWorkItem item)
    {
        _turn.StartedAt = _turn.Now;
        Volatile.Write(ref _turn.Item, item);
        Execute(item);
        End(item);
    }

    /// <summary>Marks the thread as asleep, so that the next post wakes it; false when something has come meanwhile.</summary>
    public bool TrySleep() => loop.Lifetime.IsClosed ? loop.Closed.TrySleep() : loop.Queue.TrySleep();

    public void OnAwake() => _turn.Now = loop.Clock.Milliseconds;

    /// <summary>
    /// Runs the callbacks of a token and right after them the turns of the awaits that they resumed: an implementation that heeds its token
    /// has then ended.
    /// </summary>
    public void Signal(CancellationTokenSource source, string name)
    {
        var outer = _resumed;
        var resumed = _resumed = new Queue<Continuation>();
        try
        {
            source.Cancel();
        }
        catch (AggregateException exception)
        {
            foreach (var inner in exception.Flatten().InnerExceptions)
                loop.Report(new Failure(inner), $"A cancellation callback of {name}");
        }

        if (loop.IsInLoopThread)
            RestoreContexts();
        for (var turns = 0; turns < ResumedTurns && resumed.TryDequeue(out var continuation); turns++)
        {
            Execute(continuation);
            RestoreContexts();
        }

        _resumed = outer;
        foreach (var continuation in resumed)
            loop.TryPostContinuation(continuation);
    }

    /// <summary>While a token's callbacks run on this thread: takes an await that they have resumed.</summary>
    public bool TryResume(Continuation continuation)
    {
        if (_resumed is not { } resumed || !loop.IsInLoopThread)
            return false;
        resumed.Enqueue(continuation);
        return true;
    }

    // When the tokens have been signalled, and not before: what they wake comes first.
    private void RunLastRound()
    {
        if (!loop.Lifetime.RunsLastTurns)
            return;
        for (var turns = 0; turns < PostsPerRound && loop.Closed.TryTake() is { } item; turns++)
        {
            loop.Lifetime.OnLastTurn();
            Run(item);
        }

        RunDueTimers();
    }

    private void RunDueTimers()
    {
        var timers = loop.Timers;
        if (timers.NextDue == TimerWheel.Never)
            return;
        var now = loop.Clock.Now;
        timers.ExpireDeadlines(loop, now);
        var began = _turn.Now;
        for (var i = 0; i < TimersPerRound && _turn.Now == began && timers.NextTimer <= now && !loop.Closed.IsSealed; i++)
        {
            if (timers.TakeDue(now) is { } timer)
                Run(timer);
        }
    }

    private IWorkItem? TakeNext()
    {
        // A hand that moves time and then makes a call finds that what was due has run before it.
        if (!loop.Clock.IsSystem && !loop.Queue.IsEmpty)
            RunDueTimers();
        if (loop.Lifetime.IsClosed)
            return null;
        if (loop.Queue.IsBatchOver)
            LetPostsGather();
        return loop.Queue.TryTake();
    }

    // A loop that keeps up with a thread that posts finds its calls one by one, just written, and each of the two waits for the other's
    // memory all the time. So after a few calls that nobody waited for, and nothing else, it takes the next ones a microsecond later.
    private void LetPostsGather()
    {
        var posts = _postsEnded;
        _postsEnded = 0;
        if (posts is > 0 and < FewPosts && posts >= loop.Queue.TakenOfBatch && !loop.Queue.IsEmpty)
            Spin.LetGather();
    }

    private void Execute(IWorkItem item)
    {
        try
        {
            item.Execute(loop);
        }
        catch (Exception exception)
        {
            loop.Report(new Failure(exception), item.GetName());
        }
    }

    private void End(IWorkItem item)
    {
        RestoreContexts();
        _turn.Now = loop.Clock.Milliseconds;
        if (Diagnosis.IsEnabled && RealNow is var ended && loop.SlowTurns.IsTooLong(_turn.HeldSince, ended))
            loop.SlowTurns.OnEnded(_turn.GetName(item), _turn.HeldSince, ended);
        _turn.Invoker = null;
        _turn.Body = null;
        Volatile.Write(ref _turn.Item, null);
        if (item is Continuation continuation)
            synchronizationContext.Recycle(continuation);
    }

    // Nothing that a turn has set flows on into the next.
    private void RestoreContexts()
    {
        if (_plainContext is { } plain && !ReferenceEquals(ExecutionContext.Capture(), plain))
            ExecutionContext.Restore(plain);
        UseOwnSynchronizationContext();
    }
}
