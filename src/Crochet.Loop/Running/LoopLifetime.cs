using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Driving;
using Crochet.Timing;
using Microsoft.Extensions.Logging;

namespace Crochet.Running;

/// <summary>
/// Where a loop is in its life: Created, Running, Stopping, Stopped. The one place that changes that, and the order of a stop.
/// </summary>
/// <remarks>
/// <para>A stop goes through these steps. Step 1 and 2 may come from any thread; the others are taken by the loop's own, between turns, in
/// <see cref="Advance"/>.</para>
/// <para>1. Join. Running becomes Stopping under the state lock, so that of a start and a stop one comes first. Other threads' calls are
/// refused from here on; those on the loop thread, and on the threads of loops that stop with it, are not. Stopping is signalled, as a
/// turn.</para>
/// <para>2. Close: when nothing is in flight, when the drain's time is up, or at once. No call is taken any more. Whoever waits is told
/// now: by the loop thread, or, where a turn holds that, by whoever closes. The two pair through the closed flag and the turn (of an
/// adopted loop also its being hosted): the closer writes the first, makes every processor agree, and reads the second; the loop thread
/// writes the second, then reads the first. So one of them sees the other, and the loop thread pays no fence. A call that is queued against
/// the closing looks at the flag after it has queued, and is taken back by its own caller.</para>
/// <para>3. Tokens. Everything queued but continuations is dropped, and each call's token signalled. Continuations still run: that is how
/// work cleans up. Awaits on the loop's time go on with timers of the provider beneath it. The step ends when the calls that have a token
/// have ended, or after 2 s.</para>
/// <para>4. Disposal of bound objects, in the order that <see cref="JointStop"/> keeps for all loops that stop together. Continuations
/// run.</para>
/// <para>5. Seal. What is left is dropped, what comes is dropped and counted. A continuation that is queued against the seal looks at it
/// after, and sweeps. Failures that nobody retrieved are reported.</para>
/// <para>6. Complete, when the thread has left the loop: Stopping becomes Stopped.</para>
/// <para>A loop without a thread (never started, a thread that could not be, a context that takes nothing) goes from 2 to 6 on the thread
/// that finds out; nothing runs.</para>
/// </remarks>
internal sealed class LoopLifetime
{
    /// <summary>How long calls that have a token may take to end when it is signalled.</summary>
    public static readonly TimeSpan TokenTime = TimeSpan.FromSeconds(2);

    private const int AcceptsAll = 0;
    private const int AcceptsFromLoops = 1;
    private const int AcceptsNothing = 2;

    // Against code that posts for ever.
    private const int LastTurns = 10_000;
    private const int NamesOfOutlived = 100;

    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly Lock _stateLock = new();
    private readonly CancellationTokenSource _stopping;
    private readonly TaskCompletionSource _completion;
    private readonly StoppedCalls _calls;
    private readonly RealTimeBound _tokenTime;
    private JointStop? _stop;
    private int _state;
    private int _acceptance;
    private bool _closed;
    private int _stoppingSignalled;
    private int _ended;
    private int _lost;
    private int _completed;

    // Loop thread.
    private bool _tokensSignalled;
    private bool _callsEnded;
    private int _lastTurns;

    /// <param name="loop">The loop.</param>
    /// <param name="logger">Its log.</param>
    /// <param name="stopping">To be signalled when a stop begins.</param>
    public LoopLifetime(EventLoop loop, ILogger logger, CancellationTokenSource stopping)
    {
        _stopping = stopping;
        _loop = loop;
        _logger = logger;
        _completion = new(Schedule.TaskOptionsOf(loop));
        _calls = new StoppedCalls(loop);
        _tokenTime = new RealTimeBound(loop.RealTime, loop.Wake);
    }

    public EventLoopState State => (EventLoopState)Volatile.Read(ref _state);

    /// <summary>Signalled, on the loop thread, at the stop's beginning.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public Task Completion => _completion.Task;

    /// <summary>Steps 1 to 6 have begun.</summary>
    public bool IsStopping => Volatile.Read(ref _acceptance) != AcceptsAll;

    /// <summary>No call is taken any more.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <exception cref="EventLoopStoppedException">The loop takes no call from this thread.</exception>
    public void ThrowIfRefusing()
    {
        if (Volatile.Read(ref _acceptance) != AcceptsAll && !IsTakenFromHere())
            throw new EventLoopStoppedException(_loop.Name, isWithdrawn: true);
    }

    /// <exception cref="EventLoopStoppedException">The loop takes no call any more, not even one that goes on with another.</exception>
    public void ThrowIfClosed()
    {
        if (IsClosed)
            throw new EventLoopStoppedException(_loop.Name, isWithdrawn: true);
    }

    /// <summary>Created becomes Running; false where the loop runs already.</summary>
    /// <exception cref="EventLoopStoppedException">It has stopped, or is stopping.</exception>
    public bool TryStart()
    {
        lock (_stateLock)
        {
            if (State >= EventLoopState.Stopping)
                throw new EventLoopStoppedException(_loop.Name, isWithdrawn: true);
            if (State != EventLoopState.Created)
                return false;
            Volatile.Write(ref _state, (int)EventLoopState.Running);
            ProcessExit.Add(_loop);
        }

        LoopLog.Started(_logger, _loop.Name);
        return true;
    }

    /// <summary>Ends a drain at once, or begins a stop without one.</summary>
    public void Stop()
    {
        JointStop.Begin([_loop], TimeSpan.Zero);
        Close(isOfDrain: false);
    }

    /// <summary>Ends a drain, where there is one; from any thread.</summary>
    public void Hurry() => _stop?.EndDrain();

    /// <summary>Step 1. False where the loop is stopping already, and where it never ran: then it is stopped.</summary>
    public bool TryJoin(JointStop stop)
    {
        lock (_stateLock)
        {
            if (State >= EventLoopState.Stopping)
                return false;
            var neverRan = State == EventLoopState.Created;
            Volatile.Write(ref _state, (int)EventLoopState.Stopping);
            if (!neverRan)
            {
                _stop = stop;
                Volatile.Write(ref _acceptance, AcceptsFromLoops);
                return true;
            }

            Volatile.Write(ref _acceptance, AcceptsNothing);
            Volatile.Write(ref _closed, true);
        }

        EndWithoutThread();
        return false;
    }

    /// <summary>Step 2.</summary>
    /// <param name="isOfDrain">The drain's time is up: what outlived it is logged by name.</param>
    public void Close(bool isOfDrain)
    {
        lock (_stateLock)
        {
            if (State != EventLoopState.Stopping || _closed)
                return;
            Volatile.Write(ref _acceptance, AcceptsNothing);
            Volatile.Write(ref _closed, true);
        }

        var outlived = isOfDrain ? NameOutlived() : "";
        Interlocked.MemoryBarrierProcessWide();
        if (_loop.Turns.IsInTurn || !_loop.IsHosted)
            _loop.Closed.EndCalls();
        _loop.Timers.End();
        _loop.Wake();
        if (outlived.Length > 0)
            LoopLog.OutlivedDrain(_logger, _loop.Name, outlived);
    }

    /// <summary>
    /// Loop thread, between turns: takes the steps that can be taken. True when the loop has come to its end and its thread may leave.
    /// </summary>
    public bool Advance()
    {
        if (_stop is not { } stop)
            return false;
        if (!IsClosed)
        {
            // A turn of its own, so that a stop from another thread sees that user code holds the loop thread.
            if (Volatile.Read(ref _stoppingSignalled) == 0)
                _loop.Turns.Run(new Signals("Stopping", SignalStopping));
            if (!IsClosed && _loop.Queue.IsEmpty && !_loop.Pending.AnyInFlight() && !_loop.HasOperations)
                stop.OnIdle(_loop);
            if (!IsClosed)
                return false;
        }

        SignalTokens(stop);
        if (!_callsEnded && HaveCallsEnded())
        {
            _callsEnded = true;
            _tokenTime.Clear();
            _calls.AbandonRest();
            stop.OnEnded(_loop);
        }

        if (!_callsEnded)
            return false;
        do
        {
            while (stop.TakeDisposal(_loop) is { } disposal)
                _loop.Turns.Run(disposal);
            if (!stop.IsOverFor(_loop))
            {
                // Nobody has chosen what was added since the last choice, and nobody else would.
                stop.ChooseNext();
                return false;
            }
        }
        while (!TryEndBound(stop));

        Seal();
        return true;
    }

    /// <summary>Loop thread: the last turns may run, since the tokens have been signalled.</summary>
    public bool RunsLastTurns => _tokensSignalled;

    /// <summary>Loop thread: one of the last turns has been.</summary>
    public void OnLastTurn() => _lastTurns++;

    /// <summary>The loop's thread is gone, or never came: ends the loop in its place.</summary>
    public void EndWithoutThread()
    {
        if (Interlocked.Exchange(ref _lost, 1) != 0)
            return;
        lock (_stateLock)
        {
            if (State == EventLoopState.Stopped)
                return;
            Volatile.Write(ref _state, (int)EventLoopState.Stopping);
            Volatile.Write(ref _acceptance, AcceptsNothing);
            Volatile.Write(ref _closed, true);
        }

        try
        {
            _loop.Closed.EndCalls();
            _loop.Timers.End();
            SignalAll();
            _calls.AbandonRest();
            Seal();
            _stop?.OnLost(_loop);
        }
        finally
        {
            Complete();
        }
    }

    /// <summary>Step 6, when the thread has left the loop.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0)
            return;
        try
        {
            ProcessExit.Remove(_loop);
            Volatile.Write(ref _state, (int)EventLoopState.Stopped);
            _loop.Adopted?.Unregister();
            _loop.Watch.End();
            _loop.SlowTurns.OnStopped();
            LoopLog.Stopped(_logger, _loop.Name, _loop.Closed.Dropped);
        }
        finally
        {
            _completion.TrySetResult();
        }
    }

    /// <summary>From any thread: each failure is settled once.</summary>
    public void ReportUnretrieved()
    {
        _loop.Unretrieved.ReportAll();
        _loop.Stash.OnStopped(_loop);
    }

    /// <summary>What a stop waits for here, for a log that tells of it.</summary>
    public string NameWhatHolds() =>
        _loop.GetSnapshot(0).Running?.Call ?? _stop?.NameOfDisposal(_loop) ?? "Something that is not a callback";

    private bool IsTakenFromHere() =>
        Volatile.Read(ref _acceptance) == AcceptsFromLoops && (_loop.IsInLoopThread || _stop?.Contains(EventLoop.Current) == true);

    // Step 3.
    private void SignalTokens(JointStop stop)
    {
        if (_tokensSignalled)
            return;
        _tokensSignalled = true;
        stop.OnClosed();
        _loop.Closed.EndCalls();
        _tokenTime.Start(TokenTime);
        _loop.Turns.Run(new Signals("A token's callback at the stop", SignalAll));
    }

    private void SignalAll()
    {
        SignalStopping();
        _calls.SignalTokens();
    }

    // One may have been added this moment.
    private bool TryEndBound(JointStop stop)
    {
        if (_loop.BoundObjects.TryEnd())
            return true;
        stop.ChooseNext();
        return false;
    }

    private bool HaveCallsEnded() => _tokenTime.HasElapsed
        || (!_calls.IsAnyLeft && (_lastTurns >= LastTurns || _loop.Closed.IsEmpty));

    // Step 5.
    private void Seal()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        foreach (var left in _loop.BoundObjects.End())
            LoopLog.LeftUndisposed(_logger, left.Name, _loop.Name);
        _loop.Closed.Seal();
        ReportUnretrieved();
    }

    private void SignalStopping()
    {
        if (Interlocked.Exchange(ref _stoppingSignalled, 1) == 0)
            _loop.Turns.Signal(_stopping, "Stopping");
    }

    private string NameOutlived()
    {
        var names = _loop.Pending.Select(NamesOfOutlived, static call => call.IsAbandoned ? null : call.Name).OfType<string>();
        if (_loop.GetSnapshot(0).Running is { } running)
            names = names.Prepend(running.Call);
        return string.Join(", ", names);
    }

    private sealed class Signals(string name, Action give) : WorkItem, IRunsAtTheEnd
    {
        public override string GetName() => name;

        public override void Execute(EventLoop loop) => give();

        public override bool Drop() => false;
    }
}
