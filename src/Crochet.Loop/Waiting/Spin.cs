using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Crochet.Waiting;

/// <summary>
/// The short wait before a thread parks. Parking costs two context switches. So a thread first looks again and again for what it waits for:
/// for a few microseconds without pause while processors are free, then with a yield between the looks, which may give the processor to the
/// loop.
/// </summary>
/// <remarks>
/// A yield costs a whole time slice when other threads burn the processors. After one that took so long, and not because of a collection,
/// nobody yields for a while. The wait is then a longer spin.
/// </remarks>
internal static class Spin
{
    private const int Looks = 60;
    private const int LooksOfLoopInCrowd = 30;
    private const int Yields = 20;
    private const int YieldsOfLoopBesideLine = 100;
    private const int GatheringSpins = 30;
    private const int LongestStreak = 4;
    private const int SpinsInVain = 3;
    private const int WaitsWithoutSpin = 64;
    private const int LongYieldMilliseconds = 2;
    private const int BanMilliseconds = 200;

    private static readonly int _spinnersAllowed = Environment.ProcessorCount - 1;
    private static readonly long _longYield = Stopwatch.Frequency * LongYieldMilliseconds / 1000;
    private static readonly long _longSpin = Stopwatch.Frequency * 30 / 1_000_000;
    private static long _bannedUntil;
    private static SharedState _shared;

    // How many waits in a row this thread has spun for while others waited beside it.
    [ThreadStatic]
    private static int _streak;

    // How many waits in a row ended at the first yield and not before: the other thread had no processor but this one. Then it does not
    // spin for some waits.
    [ThreadStatic]
    private static int _spinsInVain;

    [ThreadStatic]
    private static int _spinsToSkip;

    /// <summary>For a caller: true as soon as its result is there, false when it is time to park.</summary>
    public static bool TryAwaitResult<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        if (_spinnersAllowed == 0)
            return waiting.IsOver;

        // Past the first spinners a spin only takes the processor from the loop.
        if (Volatile.Read(ref _shared.Spinners) < _spinnersAllowed && !IsTurnOfOthers())
        {
            Interlocked.Increment(ref _shared.Spinners);
            var isOver = LookUnlessInVain(waiting, Looks);
            Interlocked.Decrement(ref _shared.Spinners);
            if (isOver)
                return true;
        }

        WaitBeside();
        var came = LookOn(waiting);
        EndWaitBeside();
        return came;
    }

    /// <summary>This thread waits without spinning. Threads that spin give way to it now and then.</summary>
    public static void WaitBeside() => Interlocked.Increment(ref _shared.WaitingBeside);

    public static void EndWaitBeside() => Interlocked.Decrement(ref _shared.WaitingBeside);

    /// <summary>For a loop that has nothing to do: true as soon as it has, false when it is time to sleep.</summary>
    public static bool TryAwaitWork<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        if (_spinnersAllowed == 0)
            return waiting.IsOver;
        if (QuickHandOver.Shared.IsAnyInLine)
            return AwaitWorkOfLine(waiting);
        // Some of the waiting threads have no processor but this one.
        var looks = IsCrowded ? LooksOfLoopInCrowd : Looks;
        return LookUnlessInVain(waiting, looks) || LookOn(waiting);
    }

    /// <summary>Looks without pause, so many times: true as soon as it is over.</summary>
    public static bool Look<TWaiting>(TWaiting waiting, int looks) where TWaiting : struct, IWaiting
    {
        for (var look = 0; look < looks; look++)
        {
            if (waiting.IsOver)
                return true;
            Thread.SpinWait(1);
        }

        return waiting.IsOver;
    }

    /// <summary>
    /// Looks with a yield before each look: true as soon as it is over, false after so many, or after one that took too long.
    /// </summary>
    public static bool LookOn<TWaiting>(TWaiting waiting, int yields = Yields) where TWaiting : struct, IWaiting =>
        IsYieldingBanned ? SpinLonger(waiting) : Yield(waiting, yields);

    /// <summary>For a loop whose queue grows: about a microsecond, where it takes nothing from the threads that fill it.</summary>
    public static void LetGather()
    {
        if (_spinnersAllowed > 0)
            Thread.SpinWait(GatheringSpins);
    }

    private static bool IsCrowded => Volatile.Read(ref _shared.WaitingBeside) != 0;

    private static bool IsYieldingBanned => Environment.TickCount64 < Volatile.Read(ref _bannedUntil);

    // A thread whose results come while it spins never gives its processor to the other waiting threads. So now and then it waits as they
    // do.
    private static bool IsTurnOfOthers()
    {
        if (IsCrowded)
            return ++_streak % (LongestStreak + 1) == 0;
        _streak = 0;
        return false;
    }

    // The caller that was to give it work next may have gone, or is just waking.
    private static bool AwaitWorkOfLine<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        if (Look(waiting, Looks) || LookOn(waiting))
            return true;
        while (QuickHandOver.Shared.TryPassOnUnused())
        {
            if (LookOn(waiting, YieldsOfLoopBesideLine))
                return true;
        }

        return LookOn(waiting, YieldsOfLoopBesideLine);
    }

    private static bool LookUnlessInVain<TWaiting>(TWaiting waiting, int looks) where TWaiting : struct, IWaiting
    {
        if (_spinsToSkip > 0)
        {
            _spinsToSkip--;
            return waiting.IsOver;
        }

        if (!Look(waiting, looks))
            return false;
        _spinsInVain = 0;
        return true;
    }

    private static bool Yield<TWaiting>(TWaiting waiting, int yields) where TWaiting : struct, IWaiting
    {
        var before = Stopwatch.GetTimestamp();
        for (var i = 0; i < yields; i++)
        {
            var collections = GC.CollectionCount(0);
            Thread.Yield();
            if (waiting.IsOver)
            {
                if (i == 0 && _spinsToSkip == 0 && ++_spinsInVain >= SpinsInVain)
                {
                    _spinsInVain = 0;
                    _spinsToSkip = WaitsWithoutSpin;
                }

                return true;
            }

            var after = Stopwatch.GetTimestamp();
            if (after - before > _longYield && GC.CollectionCount(0) == collections)
            {
                Volatile.Write(ref _bannedUntil, Environment.TickCount64 + BanMilliseconds);
                return false;
            }

            before = after;
        }

        return false;
    }

    private static bool SpinLonger<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        var end = Stopwatch.GetTimestamp() + _longSpin;
        do
        {
            Thread.SpinWait(8);
            if (waiting.IsOver)
                return true;
        }
        while (Stopwatch.GetTimestamp() < end);

        return false;
    }

    // Apart from each other and from all else: callers write the one for each wait, and the loop reads the other for each of its own.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct SharedState
    {
        [FieldOffset(128)]
        public int Spinners;

        [FieldOffset(256)]
        public int WaitingBeside;
    }
}
