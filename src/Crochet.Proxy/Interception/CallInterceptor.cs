using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes one marked member's calls from DynamicProxy and hands them to their sender.</summary>
internal sealed class CallInterceptor(Member member, ArgumentPacking arguments, CallSender sender) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var packed = arguments.Pack(invocation);
        var token = member.TokenOf(invocation);
        var returned = ScopeOwned.Of(invocation.Proxy) is { Calls: { } calls } owned
            ? calls.Send(sender, packed, owned.Loop, token)
            : sender.Send(packed, token);
        invocation.ReturnValue = returned;
    }
}
