using Microsoft.Extensions.Logging;

namespace Crochet.Registration;

/// <summary>What a container logs of its loops. Event ids are stable, and go on where the loop's own end.</summary>
internal static partial class ContainerLog
{
    [LoggerMessage(31, LogLevel.Error, "The changed configuration of Crochet is not used, and the timeouts stay as they were: {Reason}")]
    public static partial void BadReload(ILogger logger, string reason);

    [LoggerMessage(32, LogLevel.Warning,
        "Calls of the loop '{Loop}' had not ended {Drain} s after its stop began, and are cancelled: {Calls}.")]
    public static partial void OutlivedDrain(ILogger logger, string loop, double drain, string calls);

    [LoggerMessage(33, LogLevel.Error, "{Call} does not return, so that the loop '{Loop}' is left behind with its thread.")]
    public static partial void LeftBehind(ILogger logger, string call, string loop);

    [LoggerMessage(
        34, LogLevel.Warning, "Calls in a scope had not ended {Drain} s after the scope's end began, and are cancelled: {Calls}.")]
    public static partial void OutlivedScope(ILogger logger, double drain, string calls);

    [LoggerMessage(
        35, LogLevel.Warning,
        "The host's ShutdownTimeout, {Shutdown}, ends the drain before its time: NotReadyDelay is {NotReady}, and DrainTimeout {Drain}. "
        + "Give HostOptions.ShutdownTimeout more than both together, or the two less.")]
    public static partial void ShutdownTooShort(ILogger logger, TimeSpan shutdown, TimeSpan notReady, TimeSpan drain);
}
