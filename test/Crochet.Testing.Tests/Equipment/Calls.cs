namespace Crochet.Tests;

public static class Calls
{
    /// <summary>Makes the call, and tells how it ended. One that is said never to have run may be asked for.</summary>
    public static CallEnd EndOf(Action call) => EndOf(call, out _);

    public static CallEnd EndOf(Action call, out bool neverRan)
    {
        try
        {
            call();
            neverRan = false;
            return CallEnd.Value;
        }
        catch (Exception exception)
        {
            neverRan = EventLoop.NeverRan(exception);
            return EndOf(exception);
        }
    }

    private static CallEnd EndOf(Exception exception) => exception switch
    {
        EventLoopOverloadedException => CallEnd.Refused,
        EventLoopStoppedException => CallEnd.Stopped,
        CrochetTimeoutException => CallEnd.Timeout,
        OperationCanceledException => CallEnd.Cancelled,
        FormatException => CallEnd.Failure,
        _ => throw new AssertFailedException($"A call ended with what nobody threw: {exception}", exception),
    };
}
