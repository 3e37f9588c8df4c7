using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Takes the calls of a member with live values: what goes in is readied for its loop, and the call knows its proxy.</summary>
internal sealed class LiveCallInterceptor(Member member, ArgumentPacking packing, CallSender sender, LiveArguments? live)
    : IInterceptor, IServedMember
{
    public void Intercept(IInvocation invocation)
    {
        var target = Target.Of(invocation.Proxy);
        var values = invocation.Arguments;
        if (live is not null)
        {
            var wanted = new ArrayArguments(target, values);
            var loop = sender.FindLoop(wanted);
            target = wanted.Target;
            values = live.Convert(values, target, invocation.Proxy, loop);
        }

        var arguments = packing.Pack(target, values);
        arguments.Proxy = invocation.Proxy;
        var token = member.TokenOf(invocation);
        var returned = ScopeOwned.Of(invocation.Proxy) is { Scope: { Calls: { } calls } scope }
            ? calls.Send(sender, arguments, scope.Loop, token)
            : sender.Send(arguments, token);
        invocation.ReturnValue = returned;
        if (live is not null)
            WriteBack(invocation, values);
    }

    // Nothing live comes from another process.
    public EventualResult Start(object target, object?[] values) => sender.Start(packing.Pack(target, values));

    public object OpenStream(object target, object?[] values) => sender.OpenStream(packing.Pack(target, values));

    private void WriteBack(IInvocation invocation, object?[] values)
    {
        foreach (var parameter in member.Parameters)
        {
            if (parameter.ParameterType.IsByRef)
                invocation.SetArgumentValue(parameter.Position, values[parameter.Position]);
        }
    }
}
