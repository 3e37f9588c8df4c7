namespace Crochet.Wire;

/// <summary>What Orleans says of requests that it gave up.</summary>
internal static class MessageRejections
{
    /// <summary>
    /// Whether a request certainly never came to its process: there was no connection to it, or the address is an earlier life of the
    /// process that is there now. A process that became unavailable, which Orleans says by an heir of the same exception, may have had the
    /// request.
    /// </summary>
    public static bool WasNeverSent(OrleansMessageRejectionException rejection) =>
        rejection.GetType() == typeof(OrleansMessageRejectionException);
}
