using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes one marked member's calls from DynamicProxy and hands them to their sender.</summary>
internal class CallInterceptor(Member member, ArgumentPacking arguments, ICallSender sender) : IInterceptor, IServedMember
{
    protected Member Member => member;

    protected ArgumentPacking Packing => arguments;

    public virtual void Intercept(IInvocation invocation) =>
        invocation.ReturnValue = sender.Send(arguments.Pack(invocation), member.TokenOf(invocation));

    public EventualResult Start(object target, object?[] values) => ((CallSender)sender).Start(arguments.Pack(target, values));

    public object OpenStream(object target, object?[] values) => ((CallSender)sender).OpenStream(arguments.Pack(target, values));
}
