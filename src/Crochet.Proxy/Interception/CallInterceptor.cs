using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes one marked member's calls from DynamicProxy and hands them to their sender.</summary>
internal sealed class CallInterceptor(Member member, ArgumentPacking arguments, CallSender sender) : IInterceptor
{
    public void Intercept(IInvocation invocation) =>
        invocation.ReturnValue = sender.Send(arguments.Pack(invocation), member.TokenOf(invocation));
}
