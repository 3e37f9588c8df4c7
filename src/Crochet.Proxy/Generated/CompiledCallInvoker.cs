using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <summary>Calls the implementation's method with the arguments that the call's own object has. The body is the implementation.</summary>
internal sealed class CompiledCallInvoker<TArguments, TMethodReturn>(
    Member member, MethodCall<TArguments, TMethodReturn> call, MethodReturn<TMethodReturn> @return, bool takesToken) : CallInvoker
    where TArguments : struct, ITuple
{
    public override bool TakesToken => takesToken;

    public override string GetName(object body) => member.Name;

    public override void Invoke(EventualResult result, object body, CancellationToken cancellationToken)
    {
        var arguments = ((ICompiledCall<TArguments>)result).TakeArguments();
        @return.End(member.Name, result, call(body, ref arguments, cancellationToken));
    }

    public override void OnNeverRan(EventualResult result, object body) => ((ICompiledCall<TArguments>)result).TakeArguments();
}
