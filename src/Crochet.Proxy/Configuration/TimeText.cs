using System.Globalization;

namespace Crochet.Configuration;

/// <summary>Times as configuration writes them: seconds, "5" or "0.5"; a time span, "00:00:05"; or "infinite".</summary>
internal static class TimeText
{
    public static bool TryParse(string text, bool mayBeInfinite, out TimeSpan time)
    {
        text = text.Trim();
        if (mayBeInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
        {
            time = Timeout.InfiniteTimeSpan;
            return true;
        }

        // First as a number: a time span would take "5" for five days.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            var isTime = seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds;
            time = isTime ? TimeSpan.FromSeconds(seconds) : default;
            return isTime;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time) && time >= TimeSpan.Zero;
    }

    public static string Expected(bool mayBeInfinite) =>
        mayBeInfinite ? "seconds (\"5\", \"0.5\"), a time span (\"00:00:05\") or \"infinite\""
            : "seconds (\"5\", \"0.5\") or a time span (\"00:00:05\"), 0 or more";
}
