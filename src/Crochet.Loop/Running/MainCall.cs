using Crochet.Waiting;

namespace Crochet.Running;

/// <summary>
/// Waits for the end of the call that a loop runs for, and stops the loop then. The failure goes to who called Run, and is nobody else's.
/// </summary>
internal sealed class MainCall(EventLoop loop) : IWaiter
{
    public bool KeepsResult => true;

    public void OnEnded(EventualResult result)
    {
        result.FailureOfEnd?.MarkRetrieved();
        loop.Stop();
    }
}
