namespace Crochet;

/// <summary>The message of a timeout: what happened to the call, then what the loop was doing.</summary>
internal static class TimeoutMessage
{
    public static string For(CallSnapshot call, TimeSpan timeout, int? position, bool isWithdrawn, LoopSnapshot loop) =>
        $"{call.Call} got no result within {Duration.Text(timeout)}: {WhatHappened(call, position, isWithdrawn)} {WhatTheLoopDid(call, loop)}";

    private static string WhatHappened(CallSnapshot call, int? position, bool isWithdrawn) => call.Phase switch
    {
        CallPhase.Queued when isWithdrawn => $"it never started, with {position} before it, and never will: calling again is safe.",
        CallPhase.Queued => $"it has not started yet, with {position} before it.",
        CallPhase.Running => $"it has been running for {Duration.Text(call.Running)}, after {Duration.Text(call.Queued)} in the queue.",
        _ => $"it returned a task that has been pending for {Duration.Text(call.Awaiting)}, after {Duration.Text(call.Queued)} in the queue and "
            + $"{Duration.Text(call.Running)} on the loop thread.",
    };

    private static string WhatTheLoopDid(CallSnapshot call, LoopSnapshot loop) => loop switch
    {
        { State: EventLoopState.Created } => $"The loop '{loop.Name}' has not been started.",
        { Running: { } running } when call.Phase != CallPhase.Running =>
            $"The loop '{loop.Name}' has been running {running.Call} for {Duration.Text(running.Running)}, with {Calls(loop.QueuedCount)} behind it.",
        { Running: not null } => $"It holds the loop '{loop.Name}', with {Calls(loop.QueuedCount)} behind it.",
        _ => $"The loop '{loop.Name}' was free, with {Calls(loop.PendingCount)} pending.",
    };

    private static string Calls(int count) => count == 1 ? "1 call" : $"{count} calls";
}
