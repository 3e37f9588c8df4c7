using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Scopes;

namespace Crochet.Generated;

/// <summary>Makes the compiled proxies of one interface in one loop.</summary>
/// <param name="plan">What the compiler wrote.</param>
/// <param name="implementation">The interface and what implements it.</param>
/// <param name="factory">Of the loop.</param>
/// <param name="isReturned">Whether the proxies stand for what calls hand out: then their disposal runs in the loop.</param>
internal sealed class CompiledProxyMaker(CompiledPlan plan, Implementation implementation, ProxyFactory factory,
    bool isReturned) : IProxyMaker
{
    private readonly object _members = plan.CreateMembers(new LoopWiring(implementation, factory));
    private readonly ReturnedEnd? _returned = isReturned ? new(implementation.Contract, factory) : null;

    // What is offered to other processes is called through the other kind of maker: its arguments come in arrays.
    private IProxyMaker? _forOthers;

    public object Create(object target) => Make(target);

    public IServedMember Find(Member member) =>
        (_forOthers ??= RunTimeProxies.MakerOf(implementation, factory, isReturned: false)).Find(member);

    public object Create(object target, ProxyScope scope)
    {
        var proxy = Make(target);
        proxy.Scope = scope;
        return proxy;
    }

    private CompiledProxy Make(object target)
    {
        var proxy = plan.Plan.Create(_members, target);
        proxy.Loop = factory.Loop;
        proxy.ContractName = implementation.Contract.Name;
        proxy.Returned = _returned;
        return proxy;
    }
}
