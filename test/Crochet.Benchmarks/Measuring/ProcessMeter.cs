using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>
/// What the process spends from its start to <see cref="Stop"/>: time, processor time, allocations; and what others spend meanwhile.
/// </summary>
internal readonly struct ProcessMeter
{
    /// <summary>Idle time is known to a hundredth of a second, which says nothing about less than this.</summary>
    private static readonly TimeSpan _longEnough = TimeSpan.FromMilliseconds(50);

    private readonly double? _idle;
    private readonly long _bytes;
    private readonly TimeSpan _cpu;
    private readonly long _start;

    private ProcessMeter(double? idle, long bytes)
    {
        _idle = idle;
        _bytes = bytes;
        _cpu = Environment.CpuUsage.TotalTime;
        _start = Stopwatch.GetTimestamp();
    }

    public static ProcessMeter Start() => new(Machine.ReadIdleSeconds(), GC.GetTotalAllocatedBytes(precise: true));

    public Slice Stop(long calls)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start);
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - _bytes;
        var all = elapsed * Environment.ProcessorCount;
        var others = (all - cpu).TotalSeconds - (Machine.ReadIdleSeconds() - _idle);
        return new Slice(calls, elapsed)
        {
            Cpu = cpu,
            Bytes = bytes,
            Disturbance = elapsed < _longEnough || others is null ? null : Math.Clamp(others.Value / all.TotalSeconds, 0, 1),
        };
    }
}
