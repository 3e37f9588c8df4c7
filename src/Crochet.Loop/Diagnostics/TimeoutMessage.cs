namespace Crochet.Diagnostics;

/// <summary>The message of a timeout: what happened to the call, then what the loop was doing.</summary>
internal static class TimeoutMessage
{
    public static string For(CrochetTimeoutException timeout)
    {
        if (timeout is not { Progress: { } call, Loop: { } loop })
            return $"{timeout.Call} had not ended within {Duration.Text(timeout.Timeout)}.";
        return $"{call.Text} got no result within {Duration.Text(timeout.Timeout)}: {WhatHappened(call, timeout)} "
            + $"{WhatTheLoopDid(call, loop)}";
    }

    private static string WhatHappened(CallSnapshot call, CrochetTimeoutException timeout) => call.Phase switch
    {
        CallPhase.Queued when timeout.IsWithdrawn => $"it never started{Before(timeout)}, and never will, so that calling again is safe.",
        CallPhase.Queued => $"it has not started yet{Before(timeout)}.",
        _ when timeout.IsWithdrawn =>
            $"it waited for its object to be made{AfterQueue(call)}, never started, and never will, so that calling again is safe.",
        CallPhase.Running => $"it has been running for {Duration.Text(call.Running)}{AfterQueue(call)}.",
        _ => $"it has been awaiting something for {Duration.Text(call.Awaiting)}{AfterQueue(call)}{AfterTurn(call)}.",
    };

    private static string WhatTheLoopDid(CallSnapshot call, LoopSnapshot loop) => loop switch
    {
        { State: EventLoopState.Created } => $"The loop '{loop.Name}' has not been started.",
        { Running: not null } when call.Phase == CallPhase.Running =>
            $"It holds the loop '{loop.Name}', with {Calls(loop.QueuedCount)} behind it{ItsWait(loop)}.",
        { Running: { } running } =>
            $"The loop '{loop.Name}' has been running {running.Text}{CalledBy(running)} for {Duration.Text(running.Running)}, "
            + $"with {Calls(loop.QueuedCount)} behind it{ItsWait(loop)}.",
        _ => $"The loop '{loop.Name}' is free, with {Calls(loop.QueuedCount)} queued and {loop.PendingCount} pending.",
    };

    private static string Before(CrochetTimeoutException timeout) =>
        timeout.QueuePosition is > 0 and var position ? $", with {position} before it" : "";

    private static string AfterQueue(CallSnapshot call) =>
        call.Queued == TimeSpan.Zero ? "" : $", after {Duration.Text(call.Queued)} in the queue";

    private static string AfterTurn(CallSnapshot call) =>
        call.Running == TimeSpan.Zero ? ""
            : $"{(call.Queued == TimeSpan.Zero ? ", after" : " and")} {Duration.Text(call.Running)} on the loop thread";

    private static string CalledBy(CallSnapshot running) => running.Caller is { } caller ? $" (called by {caller})" : "";

    private static string ItsWait(LoopSnapshot loop) => loop.Waits.FirstOrDefault(wait => wait.FromId == loop.Id) is { } wait
        ? $"; it is blocked there, waiting for {wait.Call} of the loop '{wait.To}'"
        : "";

    private static string Calls(int count) => count == 1 ? "1 call" : $"{count} calls";
}
