namespace Crochet.Calls;

/// <summary>Asks the loop to cancel a call that has started.</summary>
internal sealed class CancellationRequest(EventualResult call) : WorkItem
{
    internal override string GetName() => $"The cancellation of {call.GetName()}";

    internal override void Execute(EventLoop loop) => call.CancelInLoop();

    internal override bool Drop() => false;
}
