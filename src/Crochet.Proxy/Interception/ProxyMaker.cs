using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;
using Crochet.Streams;

namespace Crochet.Interception;

/// <summary>
/// Makes the proxies of one interface over one kind of implementation, in one loop. They share it all: a proxy is nothing but its fields.
/// </summary>
internal sealed class ProxyMaker : IInterceptorSelector
{
    private readonly Implementation _implementation;
    private readonly Func<Member, CallSettings> _settings;
    private readonly EventLoop _loop;
    private readonly ProxyType _type;
    private readonly Dictionary<MethodInfo, IInterceptor[]> _chains;
    private readonly IInterceptor[] _interceptors;
    private readonly bool _isDisposable;

    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker(Implementation implementation, EventLoop loop, Func<Member, CallSettings> settings)
    {
        CrochetConfigurationException.ThrowIfAny(implementation.Problems);
        _implementation = implementation;
        _settings = settings;
        _loop = loop;
        var contract = implementation.Contract;
        var forwards = implementation.ImplementsInterface
            && contract.Members.Any(member => member is { Mark: null, Method.IsAbstract: true }
                && !InterceptedMembers.IsDisposal(member.Method));
        _type = ProxyType.Of(contract, forwards);
        _chains =
            contract.Members.Where(_type.Intercepted.Include).ToDictionary(member => member.Method, member => new[] { Intercept(member) });
        if (_type.AddsDispose)
            _chains.Add(typeof(IDisposable).GetMethod(nameof(IDisposable.Dispose))!, [new AddedDispose()]);
        _interceptors = [.. _chains.Values.SelectMany(chain => chain)];
        _isDisposable = _chains.Keys.Any(InterceptedMembers.IsDisposal);
    }

    public object Create(object target) => _type.Create(_interceptors, target, this);

    /// <summary>A proxy that a container disposes of, along with the target.</summary>
    public object Create(object target, ScopeOwned scope) =>
        _type.Create(_isDisposable || scope.Calls is not null ? [scope] : _interceptors, target, this);

    /// <summary>Asked once per method and proxy, at the first call.</summary>
    public IInterceptor[] SelectInterceptors(Type? type, MethodInfo method, IInterceptor[] interceptors)
    {
        var chain = _chains[method.IsGenericMethod ? method.GetGenericMethodDefinition() : method];
        return interceptors is [ScopeOwned owned] && InterceptedMembers.IsDisposal(method) ? [owned, .. chain] : chain;
    }

    private IInterceptor Intercept(Member member)
    {
        var method = _implementation.MethodFor(member);
        if (!member.Method.IsGenericMethod)
            return Intercept(member, method);
        return new GenericInterceptor(closed =>
            Intercept(member.Close(closed), method?.GetGenericMethodDefinition().MakeGenericMethod(closed.GetGenericArguments())));
    }

    private IInterceptor Intercept(Member member, MethodInfo? method) =>
        member.Mark is null ? new StraightInterceptor(member, method) : Intercept(member, method!, _settings(member));

    private CallInterceptor Intercept(Member member, MethodInfo method, CallSettings settings)
    {
        var tuple = ArgumentPacking.TupleOf(member);
        // What is shown is read at any time, from any thread: an object that serves the next call too would tell of that one.
        var packing = new ArgumentPacking(member, tuple, isReturned: member.Blocks && !_loop.ShowsArguments);
        var invoker = StreamInvoker.Around(new CompiledInvoker(member, method, tuple), settings);
        return new(member, packing, CallSender.Of(invoker, new OneLoop(_loop), settings));
    }
}
