using Crochet.Calls;

namespace Crochet.Callbacks;

/// <summary>Subscribes to an event in the loop, or unsubscribes. The body is what does it.</summary>
internal sealed class SubscriptionInvoker : CallInvoker
{
    private readonly string _name;

    public SubscriptionInvoker(string name)
    {
        _name = name;
        GoesOn = true;
    }

    public override bool TakesToken => true;

    public override string GetName(object body) => _name;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var task = ((Func<EventualResult, CancellationToken, Task>)body)(call, cancellationToken);
        if (task.IsCompletedSuccessfully)
            call.Succeed();
        else
            call.Follow(task);
    }
}
