using Crochet.Invoking;

namespace Crochet.Objects;

/// <summary>Arguments in an object of their own.</summary>
internal readonly struct PackedBody(CallArguments arguments) : IBoundBody
{
    public Task? Invoke(BoundMethod method, EventualResult? ended, BoundInstance instance, CancellationToken cancellationToken) =>
        method.Invoker.Invoke(ended, method.TakesHolder ? instance : instance.Value, arguments, cancellationToken);
}
