namespace Crochet;

/// <summary>A call whose body is an <see cref="Action"/>.</summary>
internal sealed class ActionOperation : DelegateOperation
{
    public static readonly ActionOperation Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        ((Action)body)();
        call.Succeed();
    }
}
