using Microsoft.Extensions.Logging;

namespace Crochet;

/// <summary>Everything that is logged of calls between processes. Event ids are stable: users filter by them.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(201, LogLevel.Debug, "{Process} does not say what it offers to the cluster, so it gets no calls.")]
    public static partial void NoOffers(ILogger logger, SiloAddress process, Exception exception);

    [LoggerMessage(202, LogLevel.Information, "This process, {Process}, offers to its cluster: {Interfaces}.")]
    public static partial void Offers(ILogger logger, SiloAddress process, string interfaces);

    [LoggerMessage(
        203, LogLevel.Warning,
        "{Count} calls from other processes had not ended {Drain} s after the stop began, and are given up: {Calls}.")]
    public static partial void GivenUp(ILogger logger, int count, double drain, string calls);

    [LoggerMessage(204, LogLevel.Information, "{Process} has left the cluster: {Count} of its calls are cancelled.")]
    public static partial void CallerLeft(ILogger logger, SiloAddress process, int count);

    [LoggerMessage(205, LogLevel.Warning, "What came from {Process} cannot be read as a call, and is not answered.")]
    public static partial void NotReadable(ILogger logger, SiloAddress process, Exception exception);
}
