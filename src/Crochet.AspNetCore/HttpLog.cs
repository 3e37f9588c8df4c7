using Microsoft.Extensions.Logging;

namespace Crochet;

/// <summary>Everything that is logged of what goes over HTTP. Event ids are stable: users filter by them.</summary>
internal static partial class HttpLog
{
    public const string Category = "Crochet.AspNetCore";

    [LoggerMessage(101, LogLevel.Error, "{Call} failed after its request was answered. Its owner sees the failure in its status.")]
    public static partial void CallFailed(ILogger logger, string call, Exception exception);

    [LoggerMessage(102, LogLevel.Error, "A {Part} of {Call} cannot be written as JSON: its type is {Type}.")]
    public static partial void NotWritable(ILogger logger, string part, string call, Type type, Exception exception);

    [LoggerMessage(
        103, LogLevel.Warning,
        "The loops' page answers 404: outside Development it needs authorization. Call RequireAuthorization() on what MapCrochet returns, "
            + "or on a group around it.")]
    public static partial void PageIsClosed(ILogger logger);
}
