using System.Globalization;

namespace Crochet.Diagnostics;

/// <summary>Times as messages show them: "5 s", "4.98 s", "20 ms".</summary>
internal static class Duration
{
    public static string Text(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return "infinity";
        return time < TimeSpan.FromSeconds(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");
    }
}
