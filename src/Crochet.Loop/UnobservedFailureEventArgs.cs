namespace Crochet;

/// <summary>A failure that nobody has retrieved, or that nobody can retrieve.</summary>
/// <param name="loop">The loop it happened in.</param>
/// <param name="failure">The exception, as the loop saw it.</param>
/// <param name="source">The call or callback that failed.</param>
public sealed class UnobservedFailureEventArgs(EventLoop loop, Failure failure, string source) : EventArgs
{
    /// <summary>The loop it happened in.</summary>
    public EventLoop Loop { get; } = loop;

    /// <summary>The exception, as the loop saw it.</summary>
    public Failure Failure { get; } = failure;

    /// <summary>The call or callback that failed, as logs name it: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public string Source { get; } = source;
}
