using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>
/// Makes the proxy of an interface whose calls run in another process. It stands for no object: its disposal does nothing.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class RemoteProxyMaker : IInterceptorSelector
{
    private static readonly object _elsewhere = new();

    private readonly ProxyType _type;
    private readonly Dictionary<MethodInfo, IInterceptor[]> _chains;
    private readonly IInterceptor[] _interceptors;

    /// <param name="contract">An interface without problems, that can cross processes.</param>
    /// <param name="sender">Gives what sends a member's calls.</param>
    /// <exception cref="CrochetConfigurationException">
    /// DynamicProxy cannot implement the interface, for a reason that is its own.
    /// </exception>
    public RemoteProxyMaker(InterfaceDescription contract, Func<Member, ICallSender> sender)
    {
        _type = ProxyType.OfBound(contract);
        _chains = contract.Members
            .Where(member => member.Mark is not null && !member.IsDisposal)
            .ToDictionary(member => member.Method, member => new IInterceptor[] { Intercept(member, sender(member)) });
        foreach (var method in InterceptedMembers.Disposals)
            _chains.Add(method, [new NoDisposal()]);
        _interceptors = [.. _chains.Values.SelectMany(static chain => chain)];
    }

    /// <summary>Whether an object that a container gives is such a proxy.</summary>
    public static bool IsRemote(object proxy) =>
        proxy is IProxyTargetAccessor accessor && ReferenceEquals(accessor.DynProxyGetTarget(), _elsewhere);

    public object Create() => _type.Create(_interceptors, _elsewhere, this);

    /// <summary>Asked once per method and proxy, at the first call.</summary>
    public IInterceptor[] SelectInterceptors(Type? type, MethodInfo method, IInterceptor[] interceptors) => _chains[method];

    private static CallInterceptor Intercept(Member member, ICallSender sender) =>
        new(member, new ArgumentPacking(member, ArgumentPacking.TupleOf(member), isReturned: false), sender);

    private sealed class NoDisposal : IInterceptor
    {
        public void Intercept(IInvocation invocation)
        {
            if (invocation.Method.ReturnType == typeof(ValueTask))
                invocation.ReturnValue = ValueTask.CompletedTask;
        }
    }
}
