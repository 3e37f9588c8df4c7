using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Scopes;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>
/// Makes the proxies of one interface over one kind of implementation, in one loop. They share it all: a proxy is nothing but its fields.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class ProxyMaker : IInterceptorSelector, IProxyMaker
{
    private readonly Implementation _implementation;
    private readonly ProxyFactory _factory;
    private readonly ProxyType _type;
    private readonly Dictionary<MethodInfo, IInterceptor[]> _chains;
    private readonly Lazy<Dictionary<MethodInfo, IInterceptor[]>> _scopedChains;
    private readonly IInterceptor[] _interceptors;
    private readonly bool _isDisposable;

    /// <param name="implementation">The interface and what implements it.</param>
    /// <param name="factory">Of the loop.</param>
    /// <param name="isReturned">Whether the proxies stand for what calls hand out: then their disposal runs in the loop.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker(Implementation implementation, ProxyFactory factory, bool isReturned)
    {
        CrochetConfigurationException.ThrowIfAny(implementation.Problems);
        _implementation = implementation;
        _factory = factory;
        var contract = implementation.Contract;
        var forwards = implementation.ImplementsInterface
            && contract.Members.Any(member => member is { Mark: null, Method.IsAbstract: true }
                && !InterceptedMembers.IsDisposal(member.Method));
        _type = ProxyType.Of(contract, forwards);
        _chains = Intercept(isScoped: false);
        _scopedChains = new(() => Intercept(isScoped: true));
        if (_type.AddsDispose)
            _chains.Add(typeof(IDisposable).GetMethod(nameof(IDisposable.Dispose))!, [new AddedDispose()]);
        if (isReturned)
        {
            foreach (var method in _chains.Keys.Where(InterceptedMembers.IsDisposal).ToList())
                _chains[method] = [InterceptDisposal(method)];
        }

        _interceptors = [new LoopOfProxy(factory.Loop), .. _chains.Values.SelectMany(chain => chain)];
        _isDisposable = _chains.Keys.Any(InterceptedMembers.IsDisposal);
    }

    public object Create(object target) => _type.Create(_interceptors, target, this);

    public object Create(object target, ProxyScope scope) =>
        _type.Create(_isDisposable || scope.Calls is not null ? [new ScopeOwned(scope)] : _interceptors, target, this);

    public IServedMember Find(Member member) => _chains[member.Method].OfType<IServedMember>().Single();

    /// <summary>Asked once per method and proxy, at the first call.</summary>
    public IInterceptor[] SelectInterceptors(Type? type, MethodInfo method, IInterceptor[] interceptors)
    {
        var called = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        var chain = _chains[called];
        if (interceptors is not [ScopeOwned owned])
            return chain;
        if (owned.Scope.Calls is not null)
            chain = _scopedChains.Value.GetValueOrDefault(called, chain);
        return InterceptedMembers.IsDisposal(method) ? [owned, .. chain] : chain;
    }

    private Dictionary<MethodInfo, IInterceptor[]> Intercept(bool isScoped) => _implementation.Contract.Members
        .Where(_type.Intercepted.Include)
        .ToDictionary(static member => member.Method, member => new[] { Intercept(member, isScoped) });

    private IInterceptor Intercept(Member member, bool isScoped)
    {
        var method = _implementation.MethodFor(member);
        if (!member.Method.IsGenericMethod)
            return Intercept(member, method, isScoped);
        return new GenericInterceptor(closed => Intercept(
            member.Close(closed), method?.GetGenericMethodDefinition().MakeGenericMethod(closed.GetGenericArguments()), isScoped));
    }

    private IInterceptor Intercept(Member member, MethodInfo? method, bool isScoped)
    {
        var settings = _factory.SettingsOf(_implementation.Contract, member);
        if (member.IsCallback && method is not null)
            return new EventInterceptor(new OwnEventSender(member, CallCompiler.CompileAccess(member, method), settings, _factory));
        return member.Mark is null ? new StraightInterceptor(member, method) : Intercept(member, method!, settings, isScoped);
    }

    private ReturnedDisposal InterceptDisposal(MethodInfo method)
    {
        var contract = _implementation.Contract;
        var timeout = contract.Find(method) is { Mode: CallMode.WaitFor } member
            ? _factory.SettingsOf(contract, member).Timeout
            : LoopDisposal.Longest;
        return new(_factory.Loop, contract.Name, timeout);
    }

    private IInterceptor Intercept(Member member, MethodInfo method, CallSettings settings, bool isScoped)
    {
        var tuple = ArgumentPacking.TupleOf(member);
        // What is shown is read at any time, from any thread: an object that serves the next call too would tell of that one.
        var packing = new ArgumentPacking(member, tuple, isReturned: member.Blocks && !_factory.Loop.ShowsArguments);
        MemberInvoker invoker = new CompiledInvoker(member, method, tuple);
        var route = new OneLoop(_factory.Loop);
        var plan = LivePlan.Of(_implementation.Contract, member, settings, _factory.FactoryFor);
        var live = LiveArguments.Of(member, settings, _factory.FactoryFor);
        var sender = CallSender.Of(plan?.Around(invoker) ?? invoker, route, settings, plan);
        if (plan is not null || live is not null)
            return new LiveCallInterceptor(member, packing, sender, live);
        if (isScoped)
            return new ScopedCallInterceptor(member, packing, sender);
        return member.Blocks || sender.IsSentByReaders || invoker.ReportsProgress
            ? new CallInterceptor(member, packing, sender)
            : new PostInterceptor(member, packing, sender, _factory.Loop, new InvocationInvoker(member, method));
    }
}
