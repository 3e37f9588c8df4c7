using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet;

/// <summary>
/// For programs that make DynamicProxy's proxies themselves, with a ProxyGenerator, Windsor or Autofac. On a proxy of an interface with a
/// target, it runs calls of marked members in the loop, and lets other calls proceed in the caller's thread. Interceptors before it run in
/// the caller's thread, interceptors after it in the loop.
/// </summary>
/// <remarks>One interceptor serves any number of proxies and threads.</remarks>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
public sealed class CrochetInterceptor : IInterceptor
{
    private readonly ConcurrentDictionary<(Type Proxy, Type? Target, MethodInfo Method), IInterceptor?> _calls = new();
    private readonly ProxyFactory _factory;

    /// <summary>Makes an interceptor whose calls run in the loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="options">
    /// The timeouts, and what calls from the loop's own thread do. They are read now. The options of a container's loop have no effect
    /// here.
    /// </param>
    public CrochetInterceptor(EventLoop loop, CrochetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _factory = new(loop, options ?? new());
    }

    internal EventLoop Loop => _factory.Loop;

    /// <summary>Runs one call. If its member is marked, it runs in the loop.</summary>
    /// <param name="invocation">The call.</param>
    /// <exception cref="CrochetConfigurationException">At the first call of a member: every problem of its interface.</exception>
    public void Intercept(IInvocation invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var call = _calls.GetOrAdd((invocation.Proxy.GetType(), invocation.InvocationTarget?.GetType(), invocation.GetConcreteMethod()),
            static (key, self) => self.Find(key.Proxy, key.Target, key.Method), this);
        if (call is null)
            invocation.Proceed();
        else
            call.Intercept(invocation);
    }

    private IInterceptor? Find(Type proxy, Type? target, MethodInfo method)
    {
        var declaring = method.DeclaringType!;
        if (!declaring.IsInterface)
        {
            CrochetConfigurationException.ThrowIfAny(ClassAttributes.ProblemsOf(declaring));
            return null;
        }

        // The attributes of the most derived interface that the proxy was made for hold for what it inherits.
        var interfaces = proxy.GetInterfaces();
        var candidates = interfaces
            .Where(type => type == declaring || type.GetInterfaces().Contains(declaring))
            .OrderByDescending(type => type.GetInterfaces().Length)
            .Select(InterfaceDescription.Of)
            .ToList();
        var contract = candidates.Find(candidate => candidate.IsMarked);
        if (contract is null && interfaces.Any(type => InterfaceDescription.IfMarked(type) is not null))
            return null;

        contract ??= candidates[0];
        CrochetConfigurationException.ThrowIfAny(contract.Problems
            .Concat(target is null ? [] : ThreadBoundClasses.ProblemsOfInstance(contract, target))
            .Concat(_factory.Timeouts.Current.ProblemsOf(contract)));
        var member = contract.Find(method)!;
        if (member.IsCallback)
            return new ProceedEventInterceptor(member, _factory.SettingsOf(contract, member), _factory);
        if (member.Mark is null)
            return null;
        var closed = method.IsGenericMethod ? member.Close(method) : member;
        var settings = _factory.SettingsOf(contract, member);
        MemberInvoker invoker = new ProceedInvoker(closed);
        var plan = LivePlan.Of(contract, closed, settings, _factory.FactoryFor);
        var sender = CallSender.Of(plan?.Around(invoker) ?? invoker, new OneLoop(_factory.Loop), settings, plan);
        return new ProceedInterceptor(closed, sender, LiveArguments.Of(closed, settings, _factory.FactoryFor));
    }
}
