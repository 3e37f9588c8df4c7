using System.Diagnostics;
using Crochet.Timing;

namespace Crochet.Testing.Driving;

/// <summary>
/// Looks after the driver's thread, by real time, while it runs a turn. One that holds it for too long, in a lock, a sleep or a wait, is
/// interrupted, since nothing else would ever end a test that waits for itself. Code that computes and never blocks cannot be interrupted.
/// </summary>
internal sealed class TurnWatch
{
    private readonly TimeSpan _longest;
    private readonly Lookout _lookout;

    // The number of the turn that holds the thread, negative once it has been interrupted; 0 between turns.
    private long _turn;
    private Thread _thread = Thread.CurrentThread;
    private long _turns;
    private bool _isInterrupted;

    // Watch thread.
    private long _seen;
    private long _seenSince;

    public TurnWatch(TimeSpan longest)
    {
        _longest = longest;
        _lookout = new Lookout(TimeProvider.System, longest / 20, () => Volatile.Read(ref _turn) == 0, Look);
    }

    /// <summary>A turn begins.</summary>
    public void Begin()
    {
        _thread = Thread.CurrentThread;
        Volatile.Write(ref _turn, ++_turns);
        _lookout.Begin();
    }

    /// <summary>The turn has ended; true when it was interrupted.</summary>
    public bool End()
    {
        // Pairs with Look: either this finds the turn as it was, and nobody interrupts; or the interruption has come, or will.
        if (Interlocked.CompareExchange(ref _turn, 0, _turns) == _turns)
            return false;
        SpinWait.SpinUntil(() => Volatile.Read(ref _isInterrupted));
        _isInterrupted = false;
        Volatile.Write(ref _turn, 0);
        // Where the turn was not blocked the interruption still stands, and would meet the next that blocks.
        Interruption.UseUp();
        return true;
    }

    /// <summary>No turn begins any more.</summary>
    public void Stop() => _lookout.End();

    private TimeSpan Look(TimeSpan interval)
    {
        var turn = Volatile.Read(ref _turn);
        if (turn != _seen || turn <= 0 || Debugger.IsAttached)
        {
            _seen = turn;
            _seenSince = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(_seenSince) >= _longest && Interlocked.CompareExchange(ref _turn, -turn, turn) == turn)
        {
            _thread.Interrupt();
            Volatile.Write(ref _isInterrupted, true);
        }

        return interval;
    }
}
