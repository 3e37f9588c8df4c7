using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <inheritdoc/>
internal sealed class GeneratedInvoker<TArguments, TMethodReturn>(
    Member member, MethodCall<TArguments, TMethodReturn> call, MethodReturn<TMethodReturn> @return, bool takesToken)
    : GeneratedInvoker<TArguments>(member)
    where TArguments : struct, ITuple
{
    public override bool TakesToken => takesToken;

    public override bool ReturnsPlain => @return.IsPlain;

    public override CallInvoker CreateForOwnArguments() =>
        new CompiledCallInvoker<TArguments, TMethodReturn>(Member, call, @return, takesToken);

    public override Task? Invoke(
        EventualResult? result, object target, ref TArguments arguments, CancellationToken cancellationToken) =>
        @return.End(Member.Name, result, call(target, ref arguments, cancellationToken));
}
