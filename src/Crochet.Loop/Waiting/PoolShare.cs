namespace Crochet.Waiting;

/// <summary>
/// One loop's part in <see cref="PoolCompensation"/>, whose lock guards it: how far the pool's minimum is raised for waits on that loop's
/// results, at most by
/// <paramref name="limit"/>.
/// </summary>
internal sealed class PoolShare(int limit)
{
    public int Limit { get; } = limit;

    /// <summary>Pool threads that are blocked, each of which raises the minimum by one.</summary>
    public int Blocked { get; set; }

    /// <summary>What the minimum is raised by beyond that, since nothing moved.</summary>
    public int Extra { get; set; }

    public int Raise => Blocked + Extra;
}
