using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Has one marked member's calls go on in the loop, on proxies that others make.</summary>
internal sealed class ProceedInterceptor(Member member, CallSender sender) : IInterceptor
{
    public void Intercept(IInvocation invocation) =>
        invocation.ReturnValue = sender.Send(ProceedArguments.Of(invocation, member.Blocks), member.TokenOf(invocation));
}
