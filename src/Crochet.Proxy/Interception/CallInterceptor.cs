using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes one marked member's calls from DynamicProxy and hands them to their sender.</summary>
internal sealed class CallInterceptor(Member member, ArgumentPacking arguments, ICallSender sender) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var packed = arguments.Pack(invocation);
        var token = member.TokenOf(invocation);
        var returned = ScopeOwned.Of(invocation.Proxy) is { Scope: { Calls: { } calls } scope }
            ? calls.Send((CallSender)sender, packed, scope.Loop, token)
            : sender.Send(packed, token);
        invocation.ReturnValue = returned;
    }

    /// <summary>Queues a call that came from another process, for the proxy's target.</summary>
    public EventualResult Start(object target, object?[] values) => ((CallSender)sender).Start(arguments.Pack(target, values));

    /// <summary>A stream for a reader in another process, from the proxy's target.</summary>
    public object OpenStream(object target, object?[] values) => ((CallSender)sender).OpenStream(arguments.Pack(target, values));
}
