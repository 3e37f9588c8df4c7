using Crochet.Running;
using Crochet.Timing;
using Microsoft.Extensions.Logging;

namespace Crochet.Registration;

/// <summary>
/// Stops the loops of a container together: they drain side by side, for one drain timeout, and what outlives it is named in the log.
/// </summary>
internal sealed class ContainerStop(IReadOnlyList<EventLoop> loops, TimeSpan drain, Lazy<ILogger> logger)
{
    private const int MostNames = 10;
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _graceInAHurry = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _hurry = new();
    private Task? _stop;

    /// <param name="hurry">Ends the drain at once.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        Task stop;
        lock (_lock)
            stop = _stop ??= StopTogetherAsync();
        using var registration = hurry.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), _hurry);
        await stop.ConfigureAwait(false);
    }

    /// <summary>Blocks for the stop; on a loop's thread it only begins it.</summary>
    public void StopAndWait()
    {
        var stop = StopAsync(CancellationToken.None);
        if (EventLoop.Current is null)
            ((IAsyncResult)stop).AsyncWaitHandle.WaitOne();
    }

    private async Task StopTogetherAsync()
    {
        // The limit is counted here, since what is left at its end is named first.
        var all = new LoopSet(loops).StopAsync(drain == TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, CancellationToken.None);
        await WaitAsync(Task.WhenAny(all, _hurry.Task), drain).ConfigureAwait(false);
        if (all.IsCompleted)
            return;
        foreach (var loop in loops.Where(static loop => loop.State != EventLoopState.Stopped))
        {
            Name(loop);
            loop.Stop();
        }

        await WaitAsync(all, _hurry.Task.IsCompleted ? _graceInAHurry : _grace).ConfigureAwait(false);
        foreach (var loop in loops.Where(static loop => loop.State != EventLoopState.Stopped))
            ContainerLog.LeftBehind(logger.Value, loop.GetSnapshot(pendingLimit: 1).Running?.Call ?? "A callback", loop.Name);
    }

    private static async Task WaitAsync(Task task, TimeSpan longest)
    {
        try
        {
            await task.WaitAsync(TimerReach.Limit(longest)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever waits looks at what is left.
        }
    }

    private void Name(EventLoop loop)
    {
        var snapshot = loop.GetSnapshot(MostNames);
        var names = snapshot.Pending.Select(static call => call.Call).ToList();
        if (snapshot.Running is { } running)
            names.Insert(0, running.Call);
        if (names.Count > 0)
            ContainerLog.OutlivedDrain(logger.Value, loop.Name, drain.TotalSeconds, string.Join(", ", names));
    }
}
