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
    /// The object that does the work. It implements the interface, or has a public method for each member: with the member's name, or that name and
    /// Async; with the member's parameters, or those and a <see cref="CancellationToken"/> last.
    /// </param>
    /// <param name="loop">The loop; null for the process's own, <see cref="Reactor.Loop"/>.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is listed.</exception>
    /// <exception cref="InvalidOperationException">No loop was given, and <see cref="Reactor"/> has not been set up.</exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public static TInterface Create<TInterface>(object implementation, EventLoop? loop = null) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(implementation);
        var known = Implementation.Of(typeof(TInterface), implementation.GetType());
        // Checked first: mistakes in the types do not depend on a loop.
        CrochetConfigurationException.ThrowIfAny(known.Problems);
        return (TInterface)ProxyFactory.For(loop ?? Reactor.Loop).MakerOf(known).Create(implementation);
    }

    /// <summary>
    /// Whether the object is one of Crochet's proxies, so that calls of its marked members run in a loop. Proxies come from this class, from a
    /// container or from a <see cref="CrochetInterceptor"/>.
    /// </summary>
    /// <param name="instance">Any object.</param>
    public static bool IsProxy(object instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance is IProxyTargetAccessor accessor
            && accessor.GetInterceptors().Any(interceptor => interceptor is CallInterceptor or GenericInterceptor or ScopeOwned or CrochetInterceptor);
    }

    /// <summary>The implementation behind a proxy. Calls of it run in the calling thread.</summary>
    /// <typeparam name="TImplementation">The implementation's type, a base class of it or an interface.</typeparam>
    /// <param name="proxy">A proxy. If its implementation is a proxy too, that one is unwrapped as well.</param>
    /// <exception cref="ArgumentException">Not one of Crochet's proxies, or the implementation is of another type.</exception>
    public static TImplementation Unwrap<TImplementation>(object proxy) where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        if (!IsProxy(proxy))
            throw new ArgumentException(
                $"The object is not one of Crochet's proxies. Its type is {CSharpName.Of(proxy.GetType())}: call it as it is.", nameof(proxy));

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
