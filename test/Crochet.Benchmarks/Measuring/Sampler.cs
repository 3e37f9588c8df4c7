using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>Times one in so many of a thread's calls, because reading the clock costs a noticeable part of the fastest ones.</summary>
internal sealed class Sampler(int every)
{
    private int _left;

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>When this call began, or 0 for one that is not timed.</summary>
    public long Begin()
    {
        if (--_left > 0)
            return 0;
        _left = every;
        return Stopwatch.GetTimestamp();
    }

    public void End(long begun)
    {
        if (begun != 0)
            Latencies.Record(Stopwatch.GetTimestamp() - begun);
    }
}
