using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Objects;

namespace Crochet.Generated;

/// <summary>Makes the compiled proxies of one interface over thread-bound objects.</summary>
internal sealed class CompiledBoundMaker : IBoundProxyMaker
{
    private readonly CompiledPlan _plan;
    private readonly object _members;
    private readonly bool _isContainers;
    private readonly Func<IBoundProxyMaker> _makeForOthers;
    private IBoundProxyMaker? _forOthers;

    /// <param name="contract">The interface.</param>
    /// <param name="plan">What the compiler wrote for it.</param>
    /// <param name="wiring">Connects its members.</param>
    /// <param name="isContainers">Whether a container disposes of the proxies.</param>
    /// <param name="makeForOthers">
    /// Makes what calls the objects for other processes, whose arguments come in arrays: the other kind of maker.
    /// </param>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for thread-bound objects.</exception>
    public CompiledBoundMaker(InterfaceDescription contract, CompiledPlan plan, BoundWiring wiring, bool isContainers,
        Func<IBoundProxyMaker> makeForOthers)
    {
        CrochetConfigurationException.ThrowIfAny(contract.Problems.Concat(BoundProblems.Of(contract)));
        _plan = plan;
        _members = plan.CreateMembers(wiring);
        _isContainers = isContainers;
        _makeForOthers = makeForOthers;
    }

    public IServedMember Find(Member member) => (_forOthers ??= _makeForOthers()).Find(member);

    public object Create(BoundTarget target)
    {
        var proxy = _plan.Plan.CreateThreadBound(_members, target);
        proxy.WaitsOnLoops = !_isContainers;
        proxy.ContractName = _plan.Contract.Name;
        return proxy;
    }
}
