using System.Numerics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>Counts durations in buckets that are 3 % wide, so that millions of calls need no memory each.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits + 1) * SubBuckets];
    private long _total;

    public void Record(long ticks)
    {
        _counts[IndexOf(ticks)]++;
        _total++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        _total += other._total;
    }

    /// <summary>
    /// The duration that this share of those recorded does not exceed, as its bucket's lower end; null when none was recorded.
    /// </summary>
    public long? Percentile(double share)
    {
        if (_total == 0)
            return null;
        var left = Math.Max(1, (long)Math.Ceiling(share * _total));
        var index = 0;
        while ((left -= _counts[index]) > 0)
            index++;
        return LowerEnd(index);
    }

    private static int IndexOf(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks) - SubBucketBits);
        return shift * SubBuckets + (int)(ticks >> shift);
    }

    private static long LowerEnd(int index)
    {
        var shift = Math.Max(0, index / SubBuckets - 1);
        return (long)(index - shift * SubBuckets) << shift;
    }
}
