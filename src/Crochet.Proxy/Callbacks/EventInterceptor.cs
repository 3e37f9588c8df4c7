using Castle.DynamicProxy;

namespace Crochet.Callbacks;

/// <summary>Takes the calls of an event's accessor from DynamicProxy and hands them to their sender.</summary>
internal sealed class EventInterceptor(EventSender sender) : IInterceptor
{
    public void Intercept(IInvocation invocation) => sender.Send(invocation.Proxy, (Delegate?)invocation.Arguments[0]);
}
