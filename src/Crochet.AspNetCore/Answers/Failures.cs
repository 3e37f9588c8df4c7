namespace Crochet.Answers;

/// <summary>What a failure means to whoever made the request.</summary>
internal static class Failures
{
    /// <summary>503, 504 or 500.</summary>
    public static int StatusCodeOf(Exception failure) =>
        IsRefusal(failure) ? 503 : failure is CrochetTimeoutException ? 504 : 500;

    /// <summary>The call was not taken, or its loop is gone: another process, or this one a moment later, may do better.</summary>
    public static bool IsRefusal(Exception failure) => EventLoop.NeverRan(failure) || failure is EventLoopStoppedException;
}
