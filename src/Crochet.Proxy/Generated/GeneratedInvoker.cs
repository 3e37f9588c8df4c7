using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Calls the implementation's method through the generator's code.</summary>
internal abstract class GeneratedInvoker<TArguments>(Member member) : ImplementationInvoker(member)
    where TArguments : struct, ITuple
{
    public sealed override bool IsGenerated => true;

    /// <summary>The same for calls that have their arguments in their own object.</summary>
    public abstract CallInvoker CreateForOwnArguments();

    /// <inheritdoc cref="MemberInvoker.Invoke(EventualResult?, object, CallArguments, CancellationToken)"/>
    public abstract Task? Invoke(
        EventualResult? result, object target, ref TArguments arguments, CancellationToken cancellationToken);

    public sealed override Task? Invoke(
        EventualResult? result, object target, CallArguments arguments, CancellationToken cancellationToken) =>
        Invoke(result, target, ref ((PackedArguments<TArguments>)arguments).Values, cancellationToken);
}
