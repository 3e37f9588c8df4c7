using System.Globalization;
using System.Runtime.InteropServices;

namespace Crochet.Benchmarks.Measuring;

/// <summary>What only the operating system knows. Where it is not Linux, nothing.</summary>
internal static partial class Machine
{
    private const double TicksPerSecond = 100;
    private const int ThreadCpuTime = 3;

    /// <summary>How long all processors together have had nothing to do.</summary>
    public static double? ReadIdleSeconds()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // The first line is: cpu user nice system idle iowait ...
        using var reader = new StreamReader("/proc/stat");
        var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[4], CultureInfo.InvariantCulture) + long.Parse(fields[5], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>How long the calling thread has had a processor.</summary>
    public static TimeSpan? ReadThreadTime() =>
        OperatingSystem.IsLinux() && GetTime(ThreadCpuTime, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds)
            + new TimeSpan(time.Nanoseconds / 100) : null;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
