namespace Crochet;

/// <summary>The limits of the health check.</summary>
public sealed class CrochetHealthOptions
{
    /// <summary>A callback that has held the loop thread for longer than this makes the loop unhealthy. 10 seconds unless set.</summary>
    public TimeSpan MaxTurn { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>More queued calls and callbacks than this make the loop degraded. 1,000 unless set.</summary>
    public int MaxQueueLength { get; set; } = 1_000;
}
