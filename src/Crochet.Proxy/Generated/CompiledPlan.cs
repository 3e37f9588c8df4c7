using System.Reflection;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>A plan and the interface that it was written for.</summary>
internal sealed class CompiledPlan(InterfaceDescription contract, ProxyPlan plan)
{
    private Dictionary<MethodInfo, MemberInvoker>? _invokers;

    public ProxyPlan Plan { get; } = plan;

    public object CreateMembers(MemberWiring wiring) => Plan.CreateMembers(new(contract, wiring));

    /// <summary>
    /// What calls the implementation that this plan serves; null for a generic method, which only this plan's own proxies can
    /// close.
    /// </summary>
    public MemberInvoker? InvokerFor(Member member)
    {
        if (_invokers is null)
        {
            var collected = new CollectingWiring();
            CreateMembers(collected);
            _invokers = collected.Invokers;
        }

        return _invokers.GetValueOrDefault(member.Method);
    }

    private sealed class CollectingWiring : MemberWiring
    {
        public Dictionary<MethodInfo, MemberInvoker> Invokers { get; } = [];

        public override ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
            Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker)
        {
            Invokers[member.Method] = invoker;
            return null!;
        }
    }
}
