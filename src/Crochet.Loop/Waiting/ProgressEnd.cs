using Crochet.Calls;

namespace Crochet.Waiting;

/// <summary>Tells one reader of a call's progress that the call has ended.</summary>
internal sealed class ProgressEnd(CallProgress progress) : IWaiter
{
    public bool KeepsResult => true;

    public void OnEnded(EventualResult result) => progress.End();
}
