using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>Events of an implementation that is there.</summary>
internal sealed class OwnEventInterceptor(Member member, MethodInfo method, CallSettings settings, ProxyFactory factory)
    : EventInterceptor(member, settings)
{
    private readonly CallSettings _settings = settings;
    private StraightCall? _access;

    protected override void Intercept(IInvocation invocation, Delegate handler)
    {
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
        _access ??= CallCompiler.CompileStraight(Member, method, isDefault: false);
        Send(live, new(factory.Loop, Member.Name), target, handler, (_, _) => new(callback => _access(target, [callback])));
    }
}
