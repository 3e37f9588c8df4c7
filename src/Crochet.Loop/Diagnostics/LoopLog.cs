using Microsoft.Extensions.Logging;

namespace Crochet.Diagnostics;

/// <summary>Everything the loop logs. Event ids are stable: users filter by them. Times are in seconds.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(1, LogLevel.Debug, "The loop '{Loop}' runs.")]
    public static partial void Started(ILogger logger, string loop);

    [LoggerMessage(2, LogLevel.Debug, "The loop '{Loop}' has stopped. {Dropped} callbacks never ran.")]
    public static partial void Stopped(ILogger logger, string loop, int dropped);

    [LoggerMessage(3, LogLevel.Error, "{Call} failed in the loop '{Loop}', and nobody retrieved the failure.")]
    public static partial void UnobservedFailure(ILogger logger, string call, string loop, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "{Call} held the loop '{Loop}' for {Elapsed:0.###} s.")]
    public static partial void SlowTurn(ILogger logger, string call, string loop, double elapsed);

    [LoggerMessage(5, LogLevel.Warning, "{Call} has been holding the loop '{Loop}' for {Elapsed:0.###} s, and still does.")]
    public static partial void StuckTurn(ILogger logger, string call, string loop, double elapsed);

    [LoggerMessage(6, LogLevel.Warning,
        "{Call}, abandoned in the loop '{Loop}', has ended: it went on for {Elapsed:0.###} s after its cancellation.")]
    public static partial void AbandonedEnded(ILogger logger, string call, string loop, double elapsed, Exception? exception);

    [LoggerMessage(7, LogLevel.Warning, "{Call} failed in the loop '{Loop}' after its result had ended.")]
    public static partial void LateFailure(ILogger logger, string call, string loop, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "A stashed result has expired: nobody retrieved it within {Lifetime} of its call's end.")]
    public static partial void StashExpired(ILogger logger, TimeSpan lifetime);

    [LoggerMessage(9, LogLevel.Error, "An UnobservedFailure handler of the loop '{Loop}' threw.")]
    public static partial void HandlerFailed(ILogger logger, string loop, Exception exception);

    [LoggerMessage(
        10, LogLevel.Warning,
        "{Call} held the loop '{Loop}' for {Elapsed:0.###} s. It was too slow {LeftOut} times more since it was last warned of.")]
    public static partial void SlowTurnAgain(ILogger logger, string call, string loop, double elapsed, int leftOut);

    [LoggerMessage(11, LogLevel.Warning, "{Call} held the loop '{Loop}' for too long {LeftOut} times more before the loop stopped.")]
    public static partial void SlowTurnsLeftOut(ILogger logger, string call, string loop, int leftOut);

    [LoggerMessage(14, LogLevel.Error, "{Call} failed, and nobody retrieved the failure from the stash.")]
    public static partial void StashedFailure(ILogger logger, string call, Exception exception);

    [LoggerMessage(
        13, LogLevel.Warning, "The loop '{Loop}' refused {Refused} calls: {Limit} are queued, which is its limit. The last was {Call}.")]
    public static partial void Overloaded(ILogger logger, string loop, long refused, int limit, string call);

    [LoggerMessage(20, LogLevel.Warning, "{Name} has not been disposed of within 5 s, and nobody waits for it any longer.")]
    public static partial void SlowDisposal(ILogger logger, string name);

    [LoggerMessage(12, LogLevel.Warning,
        "{Dropped} log entries of loop threads were dropped here: the log's providers were slower than the loops.")]
    public static partial void EntriesDropped(ILogger logger, int dropped);

    [LoggerMessage(
        23, LogLevel.Error,
        "{Call} holds up the stop of the loop '{Loop}': it was left behind after {Bound:0.###} s. The loop stops when it returns.")]
    public static partial void LeftBehind(ILogger logger, string call, string loop, double bound);

    [LoggerMessage(21, LogLevel.Warning, "The drain of the loop '{Loop}' has ended before these calls had: {Calls}.")]
    public static partial void OutlivedDrain(ILogger logger, string loop, string calls);

    [LoggerMessage(22, LogLevel.Error, "{Name} was not disposed of: the loop '{Loop}', which it belongs to, has lost its thread.")]
    public static partial void LeftUndisposed(ILogger logger, string name, string loop);
}
