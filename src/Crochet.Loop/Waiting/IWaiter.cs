namespace Crochet.Waiting;

/// <summary>Who is told of a result's end: a blocked thread, a task, a reader of progress; or a list of these.</summary>
internal interface IWaiter
{
    /// <summary>
    /// Whether it refers to the result and is to live for as long as the call may end, though nobody else should hold them. A blocked
    /// thread holds its own.
    /// </summary>
    bool KeepsResult { get; }

    void OnEnded(EventualResult result);
}
