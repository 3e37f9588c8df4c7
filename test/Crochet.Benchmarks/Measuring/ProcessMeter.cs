using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>What the process spends from its start to <see cref="Stop"/>: time, processor time, allocations.</summary>
internal readonly struct ProcessMeter
{
    private readonly long _bytes;
    private readonly TimeSpan _cpu;
    private readonly long _start;

    private ProcessMeter(long bytes)
    {
        _bytes = bytes;
        _cpu = Environment.CpuUsage.TotalTime;
        _start = Stopwatch.GetTimestamp();
    }

    public static ProcessMeter Start() => new(GC.GetTotalAllocatedBytes(precise: true));

    public Slice Stop(long calls)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start);
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        return new Slice(calls, elapsed) { Cpu = cpu, Bytes = GC.GetTotalAllocatedBytes(precise: true) - _bytes };
    }
}
