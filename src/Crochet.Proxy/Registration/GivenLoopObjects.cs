using System.Diagnostics;
using Crochet.Objects;
using Crochet.Timing;

namespace Crochet.Registration;

/// <summary>
/// Disposes of the container's thread-bound objects that live in loops of the application's: these loops go on, so that no stop does. One
/// after another, in the reverse order in which their making ended. What has not ended when the drain is over, and a while more, is left.
/// </summary>
internal sealed class GivenLoopObjects(BoundObjectList objects, IReadOnlyCollection<EventLoop> owned, TimeSpan drain)
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);

    /// <summary>Whether the calling thread would hold one of these loops up by waiting.</summary>
    public bool AreHeldUpHere => Find().Any(static bound => bound.Loop.IsHeldUpHere);

    public async Task DisposeAsync()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var bound in Find().OrderByDescending(static bound => bound.Place).ToList())
        {
            try
            {
                await bound.DisposeAsync().WaitAsync(LeftOfTime(began)).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                bound.Loop.Reports.SlowDisposal(bound.Name);
                bound.LeaveBehind();
            }
        }
    }

    private TimeSpan LeftOfTime(long began)
    {
        if (TimerReach.Limit(drain) == Timeout.InfiniteTimeSpan)
            return Timeout.InfiniteTimeSpan;
        var left = drain + _grace - Stopwatch.GetElapsedTime(began);
        return left > TimeSpan.Zero ? TimerReach.Limit(left) : TimeSpan.Zero;
    }

    private IEnumerable<BoundObject> Find() => objects.GetObjects().Where(bound => !owned.Contains(bound.Loop));
}
