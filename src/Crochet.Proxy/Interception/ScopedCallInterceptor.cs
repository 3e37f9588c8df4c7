using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes the calls of one marked member of implementations that belong to a container's scope, which counts them.</summary>
internal sealed class ScopedCallInterceptor(Member member, ArgumentPacking packing, CallSender sender)
    : CallInterceptor(member, packing, sender)
{
    public override void Intercept(IInvocation invocation)
    {
        var scope = ScopeOwned.Of(invocation.Proxy)!.Scope;
        var packed = Packing.Pack(invocation);
        invocation.ReturnValue = scope.Calls!.Send(sender, packed, scope.Loop, Member.TokenOf(invocation));
    }
}
