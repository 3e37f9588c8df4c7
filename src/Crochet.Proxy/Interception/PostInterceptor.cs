using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>
/// Takes the calls of a member that hands back at once. Nobody uses its invocation again: it travels to the loop itself, and no other
/// object has to be made for the arguments.
/// </summary>
internal sealed class PostInterceptor(Member member, ArgumentPacking packing, CallSender sender, EventLoop loop, InvocationInvoker invoker)
    : CallInterceptor(member, packing, sender)
{
    public override void Intercept(IInvocation invocation)
    {
        invoker.Prepare();
        invocation.ReturnValue = sender.SendTo(loop, invoker, invocation, Member.TokenOf(invocation));
    }
}
