namespace Crochet;

/// <summary>The loop has stopped: a call was refused, or a result will never come. Start a new loop; a stopped one does not start again.</summary>
/// <param name="loopName">The name of the loop that has stopped.</param>
public sealed class EventLoopStoppedException(string loopName)
    : Exception($"The loop '{loopName}' has stopped. It takes no more calls, and results that had not come will never come.")
{
    /// <summary>The name of the loop that has stopped.</summary>
    public string LoopName { get; } = loopName;
}
