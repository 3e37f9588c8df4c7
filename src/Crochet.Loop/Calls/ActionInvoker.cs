namespace Crochet.Calls;

/// <summary>A call whose body is an <see cref="Action"/>.</summary>
internal sealed class ActionInvoker : DelegateInvoker
{
    public static readonly ActionInvoker Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        ((Action)body)();
        call.Succeed();
    }
}
