using System.Runtime.CompilerServices;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Calls the implementation's method through the generator's code.</summary>
internal sealed class GeneratedInvoker<TArguments, TMethodReturn>(
    Member member, MethodCall<TArguments, TMethodReturn> call, MethodReturn<TMethodReturn> @return,
        bool takesToken) : ImplementationInvoker(member)
    where TArguments : struct, ITuple
{
    public override bool TakesToken => takesToken;

    public override bool ReturnsPlain => @return.IsPlain;

    public override Task? Invoke(EventualResult? result, object target, CallArguments arguments, CancellationToken cancellationToken) =>
        @return.End(Member.Name, result, call(target, ref ((PackedArguments<TArguments>)arguments).Values, cancellationToken));
}
