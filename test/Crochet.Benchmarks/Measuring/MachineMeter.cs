using System.Diagnostics;
using System.Globalization;

namespace Crochet.Benchmarks.Measuring;

/// <summary>Tells how much of the machine others had meanwhile: other processes, and a hypervisor's other guests. Known on Linux alone.</summary>
internal readonly struct MachineMeter
{
    private const string Source = "/proc/stat";
    private const double TicksPerSecond = 100;

    private readonly long _start;
    private readonly double _idle;
    private readonly TimeSpan _own;

    private MachineMeter(long start)
    {
        _start = start;
        _idle = ReadIdleSeconds();
        _own = Environment.CpuUsage.TotalTime;
    }

    public static MachineMeter? Start() => File.Exists(Source) ? new MachineMeter(Stopwatch.GetTimestamp()) : null;

    /// <summary>The others' share of all processors' time since the start.</summary>
    public double Stop()
    {
        var own = (Environment.CpuUsage.TotalTime - _own).TotalSeconds;
        var all = Stopwatch.GetElapsedTime(_start).TotalSeconds * Environment.ProcessorCount;
        return Math.Clamp((all - own - (ReadIdleSeconds() - _idle)) / all, 0, 1);
    }

    // The first line is: cpu user nice system idle iowait ...
    private static double ReadIdleSeconds()
    {
        using var reader = new StreamReader(Source);
        var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[4], CultureInfo.InvariantCulture) + long.Parse(fields[5], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
