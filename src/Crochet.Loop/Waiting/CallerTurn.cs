using System.Diagnostics;

namespace Crochet.Waiting;

/// <summary>
/// A thread's turns in a place of <see cref="QuickHandOver"/>: how long it has had this one, and where it waits for the next. The thread's
/// own, but for what is under the line's lock.
/// </summary>
internal sealed class CallerTurn
{
    private const int CallsPerLookAtTheClock = 8;
    private const int MostLateCalls = 8;

    private static readonly long _longest = Stopwatch.Frequency * 320 / 1_000_000;
    private static readonly long _longestPause = Stopwatch.Frequency * 5 / 1_000_000;

    // Not the thread's usual one: the end of its call wakes that, and leaves this alone.
    private readonly Parker _parker = new();
    private long _since;
    private int _lateCalls;
    private int _refusals;
    private long _waitedUntil;

    public CallerTurn() => Entry = new LinkedListNode<CallerTurn>(this);

    /// <summary>Its entry in the line. Under the line's lock.</summary>
    public LinkedListNode<CallerTurn> Entry { get; }

    /// <summary>Whether the caller was given a place when it was last in line. Under the line's lock, while it is there.</summary>
    public bool HasPlace { get; set; }

    /// <summary>Whether the thread waits for a place now.</summary>
    public bool IsInLine { get; set; }

    /// <summary>How many calls it has taken in this turn. A caller without others beside it makes more than an int counts.</summary>
    public long Calls { get; private set; }

    private bool IsTimeToLook => _lateCalls > 0 || Calls % CallsPerLookAtTheClock == 0;

    /// <summary>Counts one more call that found no place: whether there were so many in a row, without a pause between them.</summary>
    public bool IsCrowdedOut(int refusals)
    {
        _refusals = Stopwatch.GetTimestamp() - _waitedUntil > _longestPause ? 1 : _refusals + 1;
        return _refusals >= refusals;
    }

    /// <summary>A wait without a place is over.</summary>
    public void OnWaited() => _waitedUntil = Stopwatch.GetTimestamp();

    /// <summary>Counts one more call in a place.</summary>
    public void OnCall()
    {
        _refusals = 0;
        if (++Calls > 1)
            return;
        _lateCalls = 0;
        _since = Stopwatch.GetTimestamp();
    }

    /// <summary>A result was not there at the first looks.</summary>
    public void OnLate() => _lateCalls++;

    /// <summary>
    /// Whether it is somebody else's turn: this one has taken so many calls, or so much time, or so many late ones that it seems to have no
    /// processor but the loop's.
    /// </summary>
    public bool IsOver(int calls) =>
        Calls >= calls || _lateCalls >= MostLateCalls || (IsTimeToLook && Stopwatch.GetTimestamp() - _since > _longest);

    public void End() => Calls = 0;

    /// <summary>Before the line is entered: forgets a wake-up that is left over.</summary>
    public void Forget() => _parker.Forget();

    public void Park(int milliseconds) => _parker.Park(milliseconds);

    public void Wake() => _parker.Wake();
}
