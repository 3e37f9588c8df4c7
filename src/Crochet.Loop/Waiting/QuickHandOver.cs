using System.Runtime.InteropServices;

namespace Crochet.Waiting;

/// <summary>
/// Who spins for a result. A caller and a loop that spin for each other hand a call over in a fraction of the time that a change of threads
/// takes; but each of them needs a processor. So there is a place for all processors but one. Whoever calls without a pause and finds none
/// again and again is parked in a line, whether its result is there or not, so that nothing that wakes takes the processor from who spins.
/// Who has a place keeps it for 160 calls, so that less than one in a hundred waits in line, or for 320 us; then it passes it on to the
/// first there, and goes to the end.
/// </summary>
/// <remarks>
/// <para>Invariant: <c>Taken</c> counts the callers that wait in a place now, and those that were given one and have not woken yet; never
/// more than there are places. Between two calls a caller has none: one that never comes back keeps nobody out.</para>
/// <para>Invariant, under the lock: a caller is in the line, or was given a place, or neither. Who takes another one out of the line wakes
/// it.</para>
/// <para>Everybody in line goes on. A caller in a place passes it on after its turn, or before it parks; where another place is free, it
/// passes on that one and stays. Where nobody is in a place any more, a loop with a thread of its own passes one on: before it sleeps, and
/// after a long round of turns. Where none of these comes, the caller leaves the line after 10 ms.</para>
/// <para>This pays only for a crowd of callers whose results come quickly. After many turns in a row with few calls, or with too long a
/// line, the line is closed for a while, each time for twice as long, and callers wait as <see cref="Spin"/> lets them. What counts turns
/// and closings orders nothing: any caller writes it, and a count that is lost closes the line a little sooner or later.</para>
/// </remarks>
internal sealed class QuickHandOver(
    int places, int looks = 60, int callsPerTurn = 160, int refusalsToLineUp = 8, int badTurnsToClose = 16, int longestLine = 23,
    int longestInLine = QuickHandOver.LongestMilliseconds)
{
    /// <summary>How long a caller is in line at most. Nobody in line looks at a timeout.</summary>
    public const int LongestMilliseconds = 10;

    private const int CallsOfGoodTurn = 140;
    private const int RefusalsBesideLine = 2;
    private const int GoodTurnsToTrust = 16;
    private const int ClosedMilliseconds = 20;
    private const int MostDoublings = 6;

    private readonly LinkedList<CallerTurn> _line = [];
    private SharedState _shared;
    private int _held;

    public static QuickHandOver Shared { get; } = new(Environment.ProcessorCount - 1);

    public bool IsOpen => places > 0 && Volatile.Read(ref _shared.ClosedUntil) <= Environment.TickCount64;

    public int TakenPlaces => Volatile.Read(ref _shared.Taken);

    public bool IsAnyInLine => Volatile.Read(ref _shared.InLine) != 0;

    /// <summary>
    /// A caller's wait for its result: true at the end, false when it is time to park, with as much of its timeout as is left then.
    /// </summary>
    public bool TryAwaitEnd(EventualResult result, Parker parker, ref TimeSpan timeout)
    {
        var turn = parker.Turn;
        // Called by what the runtime lets run on a thread that is parked: a window's message.
        if (turn.IsInLine)
            return Spin.TryAwaitResult(new EndOfWaiter(result, parker));
        var passesOn = false;
        if (TryTake())
        {
            turn.OnCall();
            passesOn = IsAnyInLine && turn.IsOver(callsPerTurn) && !TryPassOnFree();
            if (!passesOn)
                return AwaitInPlace(result, parker, turn);
            if (EndTurn(turn))
                return false;
        }
        else if (!turn.IsCrowdedOut(IsAnyInLine ? Math.Min(refusalsToLineUp, RefusalsBesideLine) : refusalsToLineUp))
        {
            if (!Spin.TryAwaitResult(new EndOfWaiter(result, parker)))
                return false;
            turn.OnWaited();
            return true;
        }

        var deadline = new Deadline(timeout);
        var hasPlace = AwaitPlace(turn, passesOn, result.Loop?.PoolShare);
        timeout = deadline.Remaining;
        if (!hasPlace)
            return false;
        turn.OnCall();
        return AwaitInPlace(result, parker, turn);
    }

    /// <summary>Where callers are in line and nobody is in a place, the first in line gets it. For loops' threads.</summary>
    public bool TryPassOnUnused() => IsAnyInLine && TakenPlaces == 0 && TryPassOnFree();

    private bool TryPassOnFree()
    {
        if (!TryTake())
            return false;
        PassOn();
        return true;
    }

    private bool TryTake()
    {
        var taken = Volatile.Read(ref _shared.Taken);
        while (taken < places)
        {
            // Pairs with itself, and with the decrement in GiveBack.
            var seen = Interlocked.CompareExchange(ref _shared.Taken, taken + 1, taken);
            if (seen == taken)
                return true;
            taken = seen;
        }

        return false;
    }

    private void GiveBack() => Interlocked.Decrement(ref _shared.Taken);

    private bool AwaitInPlace(EventualResult result, Parker parker, CallerTurn turn)
    {
        var waiting = new EndOfWaiter(result, parker);
        if (Spin.Look(waiting, looks))
        {
            GiveBack();
            return true;
        }

        turn.OnLate();
        if (Spin.LookOn(waiting))
        {
            GiveBack();
            return true;
        }

        if (!EndTurn(turn))
            PassOn();
        return false;
    }

    // True with a place; false when the caller has to park like any other.
    private bool AwaitPlace(CallerTurn turn, bool passesOn, PoolShare? share)
    {
        turn.Forget();
        (turn.IsInLine, turn.HasPlace) = (true, false);
        try
        {
            if (!TryEnterLine(turn, passesOn, out var next))
            {
                Close(passesOn);
                return false;
            }

            next?.Wake();
            ParkInLine(turn, share);
            return LeaveLine(turn);
        }
        catch
        {
            // Interrupted, or thrown by what the runtime lets run on a thread that waits.
            if (LeaveLine(turn))
                PassOn();
            throw;
        }
        finally
        {
            turn.IsInLine = false;
        }
    }

    private void ParkInLine(CallerTurn turn, PoolShare? share)
    {
        var compensated = PoolCompensation.TryEnter(share);
        try
        {
            turn.Park(longestInLine);
        }
        finally
        {
            if (compensated)
                PoolCompensation.Leave(share!);
        }
    }

    // False where the line is too long. Else the first in line, where there is one to be woken, has a place.
    private bool TryEnterLine(CallerTurn turn, bool passesOn, out CallerTurn? next)
    {
        next = null;
        Lock();
        var isFree = _line.Count < longestLine;
        if (isFree)
        {
            _line.AddLast(turn.Entry);
            // Pairs with the decrement in PassOn, which is under the lock too: a place that was given back for want of a line is seen.
            if (passesOn || TryTake())
                next = TakeFirst();
        }

        Unlock();
        return isFree;
    }

    private bool LeaveLine(CallerTurn turn)
    {
        Lock();
        if (turn.Entry.List is not null)
            _line.Remove(turn.Entry);
        Unlock();
        return turn.HasPlace;
    }

    private void PassOn()
    {
        Lock();
        var next = TakeFirst();
        if (next is null)
            GiveBack();
        Unlock();
        next?.Wake();
    }

    private CallerTurn? TakeFirst()
    {
        if (_line.First?.Value is not { } first)
            return null;
        _line.RemoveFirst();
        first.HasPlace = true;
        return first;
    }

    // True where it was the last of many bad ones: the place is given back then, and the line is closed.
    private bool EndTurn(CallerTurn turn)
    {
        var wasGood = turn.Calls >= CallsOfGoodTurn;
        turn.End();
        if (wasGood)
        {
            Volatile.Write(ref _shared.BadTurns, 0);
            if (Volatile.Read(ref _shared.Closings) != 0 && Interlocked.Increment(ref _shared.GoodTurns) >= GoodTurnsToTrust)
                Volatile.Write(ref _shared.Closings, 0);
            return false;
        }

        if (Interlocked.Increment(ref _shared.BadTurns) < badTurnsToClose)
            return false;
        Close(hasPlace: true);
        return true;
    }

    private void Close(bool hasPlace)
    {
        // First, so that who comes to the line after it was cleared finds the place.
        if (hasPlace)
            GiveBack();
        Lock();
        CallerTurn[] all = [.. _line];
        _line.Clear();
        var closings = _shared.Closings;
        _shared.Closings = Math.Min(closings + 1, MostDoublings);
        Volatile.Write(ref _shared.ClosedUntil, Environment.TickCount64 + (ClosedMilliseconds << closings));
        Volatile.Write(ref _shared.BadTurns, 0);
        Volatile.Write(ref _shared.GoodTurns, 0);
        Unlock();
        foreach (var turn in all)
            turn.Wake();
    }

    // Not a lock that an interrupt gets a thread out of: its place would be lost.
    private void Lock()
    {
        var spinner = new SpinWait();
        while (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
            spinner.SpinOnce(sleep1Threshold: -1);
    }

    private void Unlock()
    {
        Volatile.Write(ref _shared.InLine, _line.Count);
        Volatile.Write(ref _held, 0);
    }

    // On cache lines of their own: what callers write for each call, what callers and loops read all the time, what ends of turns write.
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct SharedState
    {
        [FieldOffset(128)]
        public int Taken;

        [FieldOffset(256)]
        public int InLine;

        [FieldOffset(264)]
        public long ClosedUntil;

        // Bad ones in a row.
        [FieldOffset(384)]
        public int BadTurns;

        // Good ones since the line was closed.
        [FieldOffset(388)]
        public int GoodTurns;

        // How often the line was closed since enough turns were good.
        [FieldOffset(392)]
        public int Closings;
    }
}
