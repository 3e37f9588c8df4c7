using Crochet.Calls;
using Crochet.Waiting;

namespace Crochet.Objects;

/// <summary>
/// The result of a call that goes to every loop of a group: who cancels it cancels the call in each. The first loop stashes it, and reports
/// its failure.
/// </summary>
internal sealed class EveryLoopCall(string name, EventLoop home, IReadOnlyList<EventualResult> calls) : CallInvoker, IWaiter
{
    public override EventLoop Home => home;

    public override bool TakesToken => false;

    // The task that the result follows holds it.
    public bool KeepsResult => false;

    /// <param name="last">Ends with the last of the calls.</param>
    public EventualResult ResultOf(Task last)
    {
        var result = new EventualResult(null, this, this);
        result.TryAddWaiter(this);
        result.FollowAnywhere(last);
        return result;
    }

    public override string GetName(object body) => name;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{name} runs in each loop as a call of its own.");

    public void OnEnded(EventualResult result)
    {
        if (!result.IsCanceled)
            return;
        foreach (var call in calls)
            call.Cancel();
    }
}
