namespace Crochet.Running;

/// <summary>Who has made several loops, and ends them together: a container.</summary>
internal interface ILoopOwner
{
    /// <summary>Whether its own end has begun: whatever it disposes of then ends with all its loops.</summary>
    bool HasBegunToEnd { get; }

    /// <summary>Ends all of them. Again: the same end.</summary>
    Task EndAsync();

    /// <summary>Blocks for the end, but for what the thread would hold up itself; on a loop's thread it only begins it.</summary>
    void EndAndWait();
}
