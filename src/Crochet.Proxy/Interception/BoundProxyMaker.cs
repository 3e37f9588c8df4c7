using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Makes the proxies of one interface over thread-bound objects, whatever implements it, in whatever loops.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class BoundProxyMaker : IInterceptorSelector, IBoundProxyMaker
{
    private readonly InterfaceDescription _contract;
    private readonly Func<Member, CallSettings> _settings;
    private readonly Func<EventLoop, ProxyFactory> _factories;
    private readonly bool _asksOfFailures;
    private readonly ProxyType _type;
    private readonly Dictionary<MethodInfo, IInterceptor[]> _chains;
    private readonly IInterceptor[] _interceptors;

    /// <param name="contract">The interface.</param>
    /// <param name="settings">How a member's calls are sent.</param>
    /// <param name="factories">Make the proxies of what calls in a loop hand out.</param>
    /// <param name="asksOfFailures">Whether failures may have instances made anew.</param>
    /// <param name="isContainers">Whether a container disposes of the proxies.</param>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for thread-bound objects.</exception>
    public BoundProxyMaker(
        InterfaceDescription contract, Func<Member, CallSettings> settings, Func<EventLoop, ProxyFactory> factories, bool asksOfFailures,
        bool isContainers)
    {
        CrochetConfigurationException.ThrowIfAny(contract.Problems.Concat(BoundProblems.Of(contract)));
        _contract = contract;
        _settings = settings;
        _factories = factories;
        _asksOfFailures = asksOfFailures;
        _type = ProxyType.OfBound(contract);
        _chains = contract.Members
            .Where(member => (member.Mark is not null || member.IsCallback) && !InterceptedMembers.IsDisposal(member.Method))
            .ToDictionary(member => member.Method, member => new[] { Intercept(member) });
        IInterceptor[] disposal = [new BoundDisposal(waitsOnLoops: !isContainers)];
        foreach (var method in InterceptedMembers.Disposals)
            _chains.Add(method, disposal);
        _interceptors = [.. _chains.Values.SelectMany(chain => chain)];
    }

    public object Create(BoundTarget target) => _type.Create(_interceptors, target, this);

    public IServedMember Find(Member member) => _chains[member.Method].OfType<IServedMember>().Single();

    /// <summary>Asked once per method and proxy, at the first call.</summary>
    public IInterceptor[] SelectInterceptors(Type? type, MethodInfo method, IInterceptor[] interceptors) =>
        _chains[method.IsGenericMethod ? method.GetGenericMethodDefinition() : method];

    private IInterceptor Intercept(Member member) =>
        member.IsCallback ? new EventInterceptor(new BoundEventSender(member, AccessOf(member), _settings(member), _factories))
        : member.Method.IsGenericMethod ? new GenericInterceptor(closed => Intercept(member, member.Close(closed)))
        : Intercept(member, member);

    private static Func<Implementation, Action<object, Delegate>> AccessOf(Member member) =>
        implementation => CallCompiler.CompileAccess(member, implementation.MethodFor(member)!);

    private static LoopKey? KeyOf(Member member, Type? tuple)
    {
        var index = LoopKey.IndexIn(member);
        return index < 0 ? null : new(
            tuple is null ? arguments => arguments[index]?.GetHashCode() ?? 0 : CallCompiler.CompileHash(member, index, tuple));
    }

    private IInterceptor Intercept(Member member, Member closed)
    {
        var tuple = ArgumentPacking.TupleOf(closed);
        var settings = _settings(member);
        var plan = LivePlan.Of(_contract, closed, settings, _factories);
        var live = LiveArguments.Of(closed, settings, _factories);
        var invoker = BoundInvoker.Of(closed, implementation => Bind(implementation), _asksOfFailures);
        var sender = member.Method.IsDefined(typeof(OnEveryLoopAttribute))
            ? new EveryLoopSender(invoker, new BoundRoute(key: null), settings)
            : CallSender.Of(invoker, new BoundRoute(KeyOf(closed, tuple)), settings, plan);
        // A call may have to wait for the making when its caller has gone already: its arguments are its own.
        var packing = new ArgumentPacking(closed, tuple, isReturned: closed.Blocks);
        return plan is null && live is null
            ? new CallInterceptor(closed, packing, sender)
            : new LiveCallInterceptor(closed, packing, sender, live);

        MemberInvoker Bind(Implementation implementation)
        {
            var compiled = CompiledInvoker.Of(implementation, member, closed, tuple);
            return plan?.Around(compiled) ?? compiled;
        }
    }
}
