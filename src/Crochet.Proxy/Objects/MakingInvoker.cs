using Crochet.Calls;

namespace Crochet.Objects;

/// <summary>Has an object made at the start, and says in reports what is made. The body is the <see cref="BoundObject"/>.</summary>
internal sealed class MakingInvoker : CallInvoker
{
    public static readonly MakingInvoker Instance = new();

    public override bool TakesToken => false;

    public override string GetName(object body) => body is BoundObject bound ? bound.NameOfMaking : "The making of a thread-bound object";

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(((BoundObject)body).MakeAsync());
}
