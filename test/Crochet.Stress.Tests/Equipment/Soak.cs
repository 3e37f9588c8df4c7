namespace Crochet.Stress;

/// <summary>How long the long mode takes: CROCHET_SOAK=minutes. Without it the suite runs in its ordinary, short form.</summary>
internal static class Soak
{
    public static TimeSpan Time { get; } = double.TryParse(Environment.GetEnvironmentVariable("CROCHET_SOAK"), out var minutes)
        && minutes > 0
        ? TimeSpan.FromMinutes(minutes)
        : TimeSpan.Zero;

    public static bool IsOn => Time > TimeSpan.Zero;
}
