using System.Runtime.CompilerServices;
using Crochet.Objects;

namespace Crochet.Generated;

/// <summary>Arguments that the call's own object has brought.</summary>
internal struct OwnBody<TArguments>(GeneratedInvoker<TArguments> invoker, TArguments arguments) : IBoundBody
    where TArguments : struct, ITuple
{
    private TArguments _arguments = arguments;

    public Task? Invoke(BoundMethod method, EventualResult? ended, BoundInstance instance, CancellationToken cancellationToken) =>
        invoker.Invoke(ended, instance.Value, ref _arguments, cancellationToken);
}
