namespace Crochet;

/// <summary>The loop has stopped: a call was refused, or a result will never come. Start a new loop; a stopped one does not start again.</summary>
/// <param name="loopName">The name of the loop that has stopped.</param>
public sealed class EventLoopStoppedException(string loopName)
    : Exception($"The loop '{loopName}' has stopped: it takes no calls, and results that it still owed will not come.")
{
    /// <summary>The name of the loop that has stopped.</summary>
    public string LoopName { get; } = loopName;
}
