using Crochet.Driving;
using Crochet.Waiting;

namespace Crochet.Running;

/// <summary>
/// Loops that stop together: they drain side by side within one drain's time and take calls from each other's threads until all have
/// drained; then their bound objects are disposed of, one after another, in the reverse order in which they were added, each on its own
/// loop; then they end.
/// </summary>
internal sealed class LoopSet(IReadOnlyList<EventLoop> loops)
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _hurried = TimeSpan.FromSeconds(1);

    /// <summary>Ends when all have stopped.</summary>
    public Task Completion => loops is [var one] ? one.Completion : Task.WhenAll(loops.Select(static loop => loop.Completion));

    /// <summary>
    /// Ends when all have stopped; where <paramref name="hurry"/> is signalled, which ends the drain, 1 s later at most: what still holds a
    /// thread is left behind, and logged by name.
    /// </summary>
    public Task StopAsync(TimeSpan drain, CancellationToken hurry)
    {
        JointStop.Begin(loops, drain);
        return hurry.CanBeCanceled ? StopInAHurryAsync(hurry) : Completion;
    }

    /// <summary>
    /// Stops and blocks, for the drain's time and 5 s at most; what holds a thread longer is left behind, and logged by name.
    /// </summary>
    public void Dispose(TimeSpan drain)
    {
        if (loops[0].Owner is { HasBegunToEnd: true } owner)
        {
            owner.EndAndWait();
            return;
        }

        Begin(drain);
        var bound = BoundOf(drain);
        if (!loops.Any(static loop => loop.IsHeldUpHere) && !Block(bound))
            TellOfLeft(bound);
    }

    /// <summary>Like <see cref="Dispose"/>, without blocking.</summary>
    public async ValueTask DisposeAsync(TimeSpan drain)
    {
        if (loops[0].Owner is { HasBegunToEnd: true } owner)
        {
            var end = owner.EndAsync();
            if (EventLoop.Current is null)
                await end.ConfigureAwait(false);
            return;
        }

        Begin(drain);
        if (loops.Any(static loop => loop.IsHeldUpHere))
            return;
        var bound = BoundOf(drain);
        if (!await HasEndedIn(bound).ConfigureAwait(false))
            TellOfLeft(bound);
    }

    private bool Block(TimeSpan bound) => loops.Select(Schedule.Of).FirstOrDefault(static schedule => schedule is not null) is { } schedule
        ? schedule.Block(new End(Completion), $"the stop of '{loops[0].Name}'", bound, CancellationToken.None)
        : Completion.Wait(bound);

    // A disposal without a drain ends one that has begun.
    private void Begin(TimeSpan drain)
    {
        JointStop.Begin(loops, drain);
        if (drain != TimeSpan.Zero)
            return;
        foreach (var loop in loops)
            loop.Stop();
    }

    private async Task StopInAHurryAsync(CancellationToken hurry)
    {
        await using var registration = hurry.UnsafeRegister(
            static state =>
            {
                foreach (var loop in (IReadOnlyList<EventLoop>)state!)
                    loop.Lifetime.Hurry();
            },
            loops).ConfigureAwait(false);
        try
        {
            await Completion.WaitAsync(hurry).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!await HasEndedIn(_hurried).ConfigureAwait(false))
                TellOfLeft(_hurried);
        }
    }

    private async Task<bool> HasEndedIn(TimeSpan bound)
    {
        try
        {
            await Completion.WaitAsync(bound, loops[0].RealTime).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void TellOfLeft(TimeSpan bound)
    {
        foreach (var loop in loops)
        {
            if (!loop.Completion.IsCompleted)
                loop.Reports.LeftBehind(loop.Lifetime.NameWhatHolds(), bound);
        }
    }

    private static TimeSpan BoundOf(TimeSpan drain) =>
        drain.TotalMilliseconds is < 0 or > int.MaxValue / 2 ? Timeout.InfiniteTimeSpan : drain + _grace;

    private sealed class End(Task completion) : IWaiting
    {
        public bool IsOver => completion.IsCompleted;
    }
}
