using System.Diagnostics.CodeAnalysis;
using Castle.DynamicProxy;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet;

/// <summary>Makes proxies without a container, and finds the implementation behind any proxy.</summary>
public static class CrochetProxy
{
    /// <summary>
    /// Makes a proxy of the interface: its marked members run in the loop, on the implementation; the others pass through to it in the caller's thread.
    /// </summary>
    /// <typeparam name="TInterface">An interface with members marked <see cref="WaitForAttribute"/> or <see cref="RunInReactorAttribute"/>.</typeparam>
    /// <param name="implementation">
    /// What does the work: an object that implements the interface, or that has a public method for each member: of its name, or that and Async; with
    /// its parameters, or those and a <see cref="CancellationToken"/> last.
    /// </param>
    /// <param name="loop">The loop; null for the process's own, <see cref="Reactor.Loop"/>.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is listed.</exception>
    /// <exception cref="InvalidOperationException">There is no loop: neither was one given nor has <see cref="Reactor"/> been set up.</exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public static TInterface Create<TInterface>(object implementation, EventLoop? loop = null) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(implementation);
        var known = Implementation.Of(typeof(TInterface), implementation.GetType());
        // Before the loop is asked for: what is wrong with the types is wrong with or without one.
        CrochetConfigurationException.ThrowIfAny(known.Problems);
        return (TInterface)ProxyFactory.For(loop ?? Reactor.Loop).MakerOf(known).Create(implementation);
    }

    /// <summary>Whether calls of the object's marked members run in a loop: it comes from here, from a container or from a <see cref="CrochetInterceptor"/>.</summary>
    /// <param name="instance">Any object.</param>
    public static bool IsProxy(object instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance is IProxyTargetAccessor accessor
            && accessor.GetInterceptors().Any(interceptor => interceptor is CallInterceptor or GenericInterceptor or ScopeOwned or CrochetInterceptor);
    }

    /// <summary>The implementation behind a proxy, whose members run in the calling thread.</summary>
    /// <typeparam name="TImplementation">The implementation's type, a base class of it or an interface.</typeparam>
    /// <param name="proxy">A proxy; where its implementation is a proxy as well, that one is looked behind too.</param>
    /// <exception cref="ArgumentException">Not one of Crochet's proxies, or the implementation is of another type.</exception>
    public static TImplementation Unwrap<TImplementation>(object proxy) where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        if (!IsProxy(proxy))
            throw new ArgumentException($"The object is no proxy of Crochet's but a {CSharpName.Of(proxy.GetType())}; it can be called as it is.", nameof(proxy));

        var target = Target.Of(proxy);
        while (target is not TImplementation)
        {
            if (target is null || !IsProxy(target))
            {
                var actual = target is null ? "nothing" : CSharpName.Of(target.GetType());
                throw new ArgumentException($"Behind the proxy is {actual}, not {CSharpName.Of(typeof(TImplementation))}.", nameof(proxy));
            }

            target = Target.Of(target);
        }

        return (TImplementation)target;
    }
}
