namespace Crochet.Waiting;

/// <summary>
/// The end of a result that wakes a thread. The result itself is looked at when a wake-up has come and not before: while the loop writes to
/// it, it should stay in the loop's cache.
/// </summary>
internal readonly struct EndOfWaiter(EventualResult result, Parker parker) : IWaiting
{
    public bool IsOver => parker.IsWoken && result.IsCompleted;
}
