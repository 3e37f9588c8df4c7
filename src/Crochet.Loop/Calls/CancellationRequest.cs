using Crochet.Running;

namespace Crochet.Calls;

/// <summary>Asks the loop to cancel a call that has started.</summary>
internal sealed class CancellationRequest(EventualResult call) : WorkItem
{
    public override string GetName() => $"The cancellation of {call.GetName()}";

    public override void Execute(EventLoop loop) => call.CancelInLoop();

    public override bool Drop() => false;
}
