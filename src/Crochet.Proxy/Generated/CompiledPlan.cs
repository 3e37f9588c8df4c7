using System.Reflection;
using Crochet.Callbacks;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>A plan and the interface that it was written for.</summary>
internal sealed class CompiledPlan(ProxyPlan plan)
{
    private CollectingWiring? _collected;

    public ProxyPlan Plan { get; } = plan;

    public InterfaceDescription Contract { get; } = InterfaceDescription.Of(plan.Contract);

    public object CreateMembers(MemberWiring wiring) => Plan.CreateMembers(new(Contract, wiring));

    /// <summary>
    /// What calls the implementation that this plan serves; null for a generic method, which only this plan's own proxies can
    /// close.
    /// </summary>
    public MemberInvoker? InvokerFor(Member member) => Collected.Invokers.GetValueOrDefault(member.Method);

    /// <summary>What subscribes a delegate to the implementation that this plan serves, or unsubscribes it.</summary>
    public Action<object, Delegate>? AccessFor(Member member) => Collected.Accesses.GetValueOrDefault(member.Method);

    private CollectingWiring Collected
    {
        get
        {
            if (_collected is null)
            {
                var collected = new CollectingWiring();
                CreateMembers(collected);
                _collected = collected;
            }

            return _collected;
        }
    }

    private sealed class CollectingWiring : MemberWiring
    {
        public Dictionary<MethodInfo, MemberInvoker> Invokers { get; } = [];

        public Dictionary<MethodInfo, Action<object, Delegate>> Accesses { get; } = [];

        public override ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
            Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker, ReadyArguments<TArguments>? ready,
            KeyHash<TArguments>? key)
        {
            Invokers[member.Method] = invoker;
            return null!;
        }

        public override EventSender Connect(Member member, Action<object, Delegate> access)
        {
            Accesses[member.Method] = access;
            return null!;
        }
    }
}
