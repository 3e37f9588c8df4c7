namespace Crochet.Waiting;

/// <summary>The end of a result.</summary>
internal readonly struct EndOf(EventualResult result) : IWaiting
{
    public bool IsOver => result.IsCompleted;
}
