namespace Crochet.Benchmarks.Measuring;

/// <summary>What one contestant did in one short turn of its own. What was not measured is null.</summary>
internal sealed record Slice(long Calls, TimeSpan Elapsed)
{
    /// <summary>Other processes' share of the machine meanwhile.</summary>
    public double? Disturbance { get; init; }
    /// <summary>The whole process's processor time.</summary>
    public TimeSpan? Cpu { get; init; }
    /// <summary>What the whole process allocated.</summary>
    public long? Bytes { get; init; }
    /// <summary>How long half of the calls took at most, in nanoseconds.</summary>
    public double? P50 { get; init; }
    public double? P99 { get; init; }
    /// <summary>The slowest caller's calls as a share of the fastest's.</summary>
    public double? Fairness { get; init; }

    public double NanosecondsPerCall => Elapsed.TotalNanoseconds / Calls;
    public double? CpuNanosecondsPerCall => Cpu?.TotalNanoseconds / Calls;
    public double? BytesPerCall => (double?)Bytes / Calls;
}
