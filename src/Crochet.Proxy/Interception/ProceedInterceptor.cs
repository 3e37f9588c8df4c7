using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Has one marked member's calls go on in the loop, on proxies that others make.</summary>
/// <param name="member">The member.</param>
/// <param name="sender">Sends its calls.</param>
/// <param name="live">What becomes of the arguments; null where they go as they are.</param>
internal sealed class ProceedInterceptor(Member member, CallSender sender, LiveArguments? live) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var token = member.TokenOf(invocation);
        var arguments = ProceedArguments.Of(invocation, member.Blocks);
        if (live is not null)
        {
            var target = Target.Of(invocation.Proxy);
            arguments.Replace(live.Convert(arguments.ToArray(), target, invocation.Proxy, sender.FindLoop(arguments)!));
        }

        invocation.ReturnValue = sender.Send(arguments, token);
    }
}
