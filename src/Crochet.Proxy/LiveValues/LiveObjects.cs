using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Callbacks;
using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Objects;

namespace Crochet.LiveValues;

/// <summary>
/// The proxies that stand for the objects of one loop: the same object and interface, the same proxy, while somebody holds it. Neither the
/// object nor the proxy is kept alive from here. From any thread.
/// </summary>
internal sealed class LiveObjects(ProxyFactory factory)
{
    private readonly ConditionalWeakTable<object, KnownProxies> _known = [];

    /// <summary>What stands for callbacks that were given to the loop.</summary>
    public GivenCallbacks Callbacks { get; } = new();

    public object ProxyOf(object value, InterfaceDescription contract) => CrochetProxy.IsProxy(value)
        ? value
        : _known.GetOrCreateValue(value).GetOrAdd(
            contract.Type,
            static (arguments, _) => arguments.Factory
                .ReturnedMakerOf(Implementation.Of(arguments.Contract, arguments.Value.GetType())).Create(arguments.Value),
            (Factory: factory, Contract: contract, Value: value));

    /// <summary>What stands for an object that is declared as nothing but disposable.</summary>
    public object DisposableOf(object value) => value is LoopDisposable || CrochetProxy.IsProxy(value)
        ? value
        : _known.GetOrCreateValue(value).GetOrAdd(
            typeof(IDisposable), static (arguments, _) => LoopDisposable.Of(arguments.Loop, arguments.Value), (factory.Loop, Value: value));

    /// <summary>
    /// A proxy of the object is in use: where the object is handed out, it is that proxy, unless there was another before.
    /// </summary>
    public void Remember(object value, Type contract, object proxy) =>
        _known.GetOrCreateValue(value).GetOrAdd(contract, static (proxy, _) => proxy, proxy);

    /// <summary>
    /// The object behind a proxy of the loop; null for what is none, for another loop's, and for a thread-bound object's.
    /// </summary>
    public static object? Behind(object value, EventLoop loop)
    {
        if (value is LoopDisposable disposable)
            return ReferenceEquals(disposable.Loop, loop) ? disposable.Target : null;
        if (value is CompiledProxy compiled)
            return compiled.Target is BoundTarget || !ReferenceEquals(compiled.Loop, loop) ? null : compiled.Target;
        return value.GetType().Assembly.IsDynamic ? BehindRunTimeProxy(value, loop) : null;
    }

    // Apart, so that Castle is loaded only where it made the proxy.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? BehindRunTimeProxy(object value, EventLoop loop)
    {
        if (value is not IProxyTargetAccessor accessor || !ReferenceEquals(LoopOf(accessor), loop))
            return null;
        var target = accessor.DynProxyGetTarget();
        return target is BoundTarget ? null : target;
    }

    private static EventLoop? LoopOf(IProxyTargetAccessor proxy)
    {
        foreach (var interceptor in proxy.GetInterceptors())
        {
            switch (interceptor)
            {
                case LoopOfProxy known:
                    return known.Loop;
                case ScopeOwned owned:
                    return owned.Scope.Loop;
                case CrochetInterceptor other:
                    return other.Loop;
            }
        }

        return null;
    }
}
