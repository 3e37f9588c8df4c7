using System.Diagnostics;

namespace Crochet;

/// <summary>
/// The short wait before a thread parks. Parking costs two context switches, so a thread first looks a few times whether what it waits for has come,
/// and gives its processor away between the looks: to the loop, perhaps, where threads are more than processors.
/// </summary>
/// <remarks>
/// A yield costs a whole time slice where foreign threads burn the processors. One that took so long, with no collection to explain it, bans yielding
/// for a while; the wait is then a short spin.
/// </remarks>
internal static class Spin
{
    private const int Looks = 40;
    private const int Yields = 20;
    private const int LongYieldMilliseconds = 2;
    private const int BanMilliseconds = 200;

    private static readonly bool _single = Environment.ProcessorCount == 1;
    private static readonly long _longYield = Stopwatch.Frequency * LongYieldMilliseconds / 1000;
    private static readonly long _shortSpin = Stopwatch.Frequency * 30 / 1_000_000;
    private static long _bannedUntil;
    private static int _spinning;

    /// <summary>True as soon as <paramref name="waiting"/> has got what it waits for; false when it is time to park.</summary>
    public static bool TryAwait<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        if (waiting.IsOver)
            return true;
        if (_single)
            return false;

        // Past the first spinner a spin only takes the processor from the loop.
        if (Interlocked.Increment(ref _spinning) < Environment.ProcessorCount)
        {
            for (var look = 0; look < Looks; look++)
            {
                Thread.SpinWait(4);
                if (waiting.IsOver)
                {
                    Interlocked.Decrement(ref _spinning);
                    return true;
                }
            }
        }

        Interlocked.Decrement(ref _spinning);
        return Environment.TickCount64 < Volatile.Read(ref _bannedUntil) ? SpinShortly(waiting) : Yield(waiting);
    }

    private static bool Yield<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        var before = Stopwatch.GetTimestamp();
        for (var i = 0; i < Yields; i++)
        {
            var collections = GC.CollectionCount(0);
            Thread.Yield();
            if (waiting.IsOver)
                return true;
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

    private static bool SpinShortly<TWaiting>(TWaiting waiting) where TWaiting : struct, IWaiting
    {
        var end = Stopwatch.GetTimestamp() + _shortSpin;
        do
        {
            Thread.SpinWait(16);
            if (waiting.IsOver)
                return true;
        }
        while (Stopwatch.GetTimestamp() < end);

        return false;
    }
}
