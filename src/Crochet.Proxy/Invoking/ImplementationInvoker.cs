using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Calls the method of an implementation that its caller can reach too.</summary>
internal abstract class ImplementationInvoker(Member member) : MemberInvoker(member)
{
    public sealed override string WayOutOf(CallArguments arguments)
    {
        var implementation = CSharpName.Of(arguments.Target.GetType());
        return $"Call the implementation itself, {implementation}: inject it, or take it from "
            + $"CrochetProxy.Unwrap<{implementation}>(proxy).";
    }
}
