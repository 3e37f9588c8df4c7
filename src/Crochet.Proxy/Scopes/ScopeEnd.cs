using Crochet.Registration;
using Crochet.Timing;

namespace Crochet.Scopes;

/// <summary>
/// The container makes one right after each implementation of a scope, and so disposes of it right before that one: the calls in flight
/// have ended by then, or have been cancelled. All of a scope wait for one drain together.
/// </summary>
internal sealed class ScopeEnd(ScopeCalls calls, ContainerLoops loops) : IDisposable, IAsyncDisposable
{
    /// <summary>How long a loop may take to come to the signalling of its calls' tokens.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    public void Dispose()
    {
        var idle = calls.WhenIdle();
        if (idle.IsCompleted)
            return;
        if (!MayWait())
            _ = CancelAsync(TimeSpan.Zero);
        else if (!idle.Wait(TimerReach.Limit(calls.LeftOf(loops.Options.DrainTimeout))))
            CancelAsync(loops.Options.DrainTimeout).Wait(_grace);
    }

    public async ValueTask DisposeAsync()
    {
        var idle = calls.WhenIdle();
        if (idle.IsCompleted)
            return;
        if (!MayWait())
            _ = CancelAsync(TimeSpan.Zero);
        else if (!await HasEndedIn(idle, calls.LeftOf(loops.Options.DrainTimeout)).ConfigureAwait(false))
            await HasEndedIn(CancelAsync(loops.Options.DrainTimeout), _grace).ConfigureAwait(false);
    }

    private static async Task<bool> HasEndedIn(Task task, TimeSpan longest)
    {
        try
        {
            await task.WaitAsync(TimerReach.Limit(longest)).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // What waited on a loop's thread would keep calls from ending.
    private bool MayWait() => EventLoop.Current is null && !calls.InFlight.Any(static call => call.Loop.IsHeldUpHere);

    private Task CancelAsync(TimeSpan waited)
    {
        var left = calls.InFlight;
        if (left.Count == 0)
            return Task.CompletedTask;
        var names = left.Select(static call => call.Name).Order(StringComparer.Ordinal);
        ContainerLog.OutlivedScope(loops.Logger, waited.TotalSeconds, string.Join(", ", names));
        return ScopeCalls.CancelAsync(left);
    }
}
