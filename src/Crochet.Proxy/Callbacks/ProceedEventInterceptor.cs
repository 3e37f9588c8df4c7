using Castle.DynamicProxy;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>Events on proxies that others make: the rest of their interceptors runs in the loop.</summary>
internal sealed class ProceedEventInterceptor(Member member, CallSettings settings, ProxyFactory factory)
    : EventAccess(member, settings), IInterceptor
{
    private readonly CallSettings _settings = settings;

    public void Intercept(IInvocation invocation)
    {
        foreach (var handler in ((Delegate?)invocation.Arguments[0])?.GetInvocationList() ?? [])
            Intercept(invocation, handler);
    }

    private void Intercept(IInvocation invocation, Delegate handler)
    {
        var arguments = ProceedArguments.Of(invocation, callerWaits: false);
        var target = Target.Of(invocation.Proxy);
        var live = new LiveCall
        {
            Loop = factory.Loop,
            Member = Member,
            Settings = _settings,
            Objects = factory.Objects,
            Proxy = invocation.Proxy,
            Target = target,
        };
        Send(live, new(factory.Loop, Member.Name), target, handler, (_, _) => new(callback =>
        {
            arguments.Replace([callback]);
            arguments.Proceed();
        }));
    }
}
