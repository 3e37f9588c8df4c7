using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Objects;

namespace Crochet;

/// <summary>Makes proxies without a container, and finds the implementation behind any proxy.</summary>
public static class CrochetProxy
{
    /// <summary>
    /// Makes a proxy of the interface: its marked members run in the loop, on the implementation; the others pass through to it in the
    /// caller's thread.
    /// </summary>
    /// <typeparam name="TInterface">An interface with members marked <see cref="WaitForAttribute"/> or
    /// <see cref="RunInReactorAttribute"/>.</typeparam>
    /// <param name="implementation">
    /// What does the work: an object that implements the interface, or that has a public method for each member: of its name, with or
    /// without Async; with its parameters, or those without the <see cref="CancellationToken"/>, or those and one last.
    /// </param>
    /// <param name="loop">The loop; null for the process's own, <see cref="Reactor.Loop"/>.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is
    /// listed.</exception>
    /// <exception cref="InvalidOperationException">There is no loop: neither was one given nor has <see cref="Reactor"/> been set
    /// up.</exception>
    public static TInterface Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface>(
        object implementation, EventLoop? loop = null) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(implementation);
        var known = Implementation.Of(InterfaceDescription.Of(typeof(TInterface)), implementation.GetType());
        // Before the loop is asked for: what is wrong with the types is wrong with or without one.
        CrochetConfigurationException.ThrowIfAny(known.InstanceProblems);
        return (TInterface)ProxyFactory.For(loop ?? Reactor.Loop).MakerOf(known).Create(implementation);
    }

    /// <summary>
    /// Makes a proxy of an implementation that belongs to the loop's thread: the factory makes it there when the first call comes, and
    /// calls meanwhile wait for it. Where the factory fails, every call that waited gets its failure, and the next call tries again. The
    /// proxy is <see cref="IDisposable"/> and
    /// <see cref="IAsyncDisposable"/>: its disposal has the implementation disposed of on the loop, when its calls in flight have ended; so
    /// does the loop's stop.
    /// </summary>
    /// <remarks>
    /// Calls after the proxy's disposal throw <see cref="ObjectDisposedException"/>. DisposeAsync ends with the disposal of the
    /// implementation; Dispose blocks for it for 5 seconds at most, and on a loop's thread not at all.
    /// </remarks>
    /// <typeparam name="TInterface">An interface of which every member is marked, other than Dispose, DisposeAsync and events with
    /// [Callback].</typeparam>
    /// <param name="loop">The loop.</param>
    /// <param name="factory">Makes the implementation, on the loop thread; its token is signalled by the loop's stop.</param>
    /// <param name="options">How it is made and made anew; what they say of containers does nothing.</param>
    /// <exception cref="CrochetConfigurationException">
    /// The interface cannot work; every problem is listed. An implementation that does not fit it: from the calls that had it made.
    /// </exception>
    public static TInterface CreateThreadBound<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface>(
        EventLoop loop, Func<CancellationToken, ValueTask<object>> factory, ThreadBoundOptions? options = null) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(factory);
        var contract = InterfaceDescription.Of(typeof(TInterface));
        var settings = BoundSettings.Of(contract, options ?? new());
        var maker = ProxyFactory.WithoutContainer(contract, settings);
        return (TInterface)maker.Create(
            new BoundObject(loop, settings, async (_, stopping) => new(await factory(stopping).ConfigureAwait(true))));
    }

    /// <inheritdoc cref="CreateThreadBound{TInterface}(EventLoop, Func{CancellationToken, ValueTask{object}}, ThreadBoundOptions?)"/>
    /// <param name="loop">The loop.</param>
    /// <param name="factory">Makes the implementation, on the loop thread.</param>
    /// <param name="options">How it is made and made anew; what they say of containers does nothing.</param>
    public static TInterface CreateThreadBound<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface>(
        EventLoop loop, Func<object> factory, ThreadBoundOptions? options = null)
        where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return CreateThreadBound<TInterface>(loop, _ => new ValueTask<object>(factory()), options);
    }

    /// <summary>
    /// The same with an implementation for each loop of a group, made at that loop's first call. A call goes to the loop of its [LoopKey],
    /// else to the least busy.
    /// </summary>
    /// <inheritdoc cref="CreateThreadBound{TInterface}(EventLoop, Func{CancellationToken, ValueTask{object}}, ThreadBoundOptions?)"/>
    /// <param name="group">The loops.</param>
    /// <param name="factory">Makes the implementation of one loop, on its thread; its token is signalled by the loop's stop.</param>
    /// <param name="options">How they are made and made anew; what they say of containers does nothing.</param>
    public static TInterface CreateThreadBound<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface>(
        EventLoopGroup group, Func<EventLoop, CancellationToken, ValueTask<object>> factory, ThreadBoundOptions? options = null)
            where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(factory);
        var contract = InterfaceDescription.Of(typeof(TInterface));
        var settings = BoundSettings.Of(contract, options ?? new());
        var maker = ProxyFactory.WithoutContainer(contract, settings);
        return (TInterface)maker.Create(
            new BoundGroup(group, settings, async (own, stopping) => new(await factory(own, stopping).ConfigureAwait(true))));
    }

    /// <inheritdoc cref="CreateThreadBound{TInterface}(EventLoopGroup, Func{EventLoop, CancellationToken, ValueTask{object}},
    /// ThreadBoundOptions?)"/>
    /// <param name="group">The loops.</param>
    /// <param name="factory">Makes the implementation of one loop, on its thread.</param>
    /// <param name="options">How they are made and made anew; what they say of containers does nothing.</param>
    public static TInterface CreateThreadBound<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface>(
        EventLoopGroup group, Func<EventLoop, object> factory, ThreadBoundOptions? options = null)
        where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return CreateThreadBound<TInterface>(group, (own, _) => new ValueTask<object>(factory(own)), options);
    }

    /// <summary>
    /// Whether calls of the object's marked members run in a loop: it comes from here, from a container or from a
    /// <see cref="CrochetInterceptor"/>.
    /// </summary>
    /// <param name="instance">Any object.</param>
    public static bool IsProxy(object instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        // Castle is not loaded to be asked about what it cannot have made.
        return instance is CompiledProxy || (instance.GetType().Assembly.IsDynamic && IsRunTimeProxy(instance));
    }

    /// <summary>The implementation behind a proxy, whose members run in the calling thread.</summary>
    /// <typeparam name="TImplementation">The implementation's type, a base class of it or an interface.</typeparam>
    /// <param name="proxy">A proxy; where its implementation is a proxy as well, that one is looked behind too.</param>
    /// <exception cref="ArgumentException">Not one of Crochet's proxies, or the implementation is of another type.</exception>
    /// <exception cref="InvalidOperationException">The implementation is thread-bound and has not been made, or there is one for each loop
    /// of a group.</exception>
    public static TImplementation Unwrap<TImplementation>(object proxy) where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        if (!IsProxy(proxy))
        {
            throw new ArgumentException(
                $"The object is not one of Crochet's proxies. Its type is {CSharpName.Of(proxy.GetType())}: call it as it is.",
                nameof(proxy));
        }

        var target = ImplementationOf(proxy);
        while (target is not TImplementation)
        {
            if (target is null || !IsProxy(target))
            {
                var actual = target is null ? "nothing" : CSharpName.Of(target.GetType());
                throw new ArgumentException($"Behind the proxy is {actual}, not {CSharpName.Of(typeof(TImplementation))}.", nameof(proxy));
            }

            target = ImplementationOf(target);
        }

        return (TImplementation)target;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsRunTimeProxy(object instance) =>
        instance is IProxyTargetAccessor accessor
        && accessor.GetInterceptors().Any(
            static interceptor =>
                interceptor is CallInterceptor or LiveCallInterceptor or GenericInterceptor or ScopeOwned or CrochetInterceptor);

    private static object? ImplementationOf(object proxy) => Target.Of(proxy) switch
    {
        BoundTarget bound => bound.Made ?? throw new InvalidOperationException(
            $"{bound.Name} has not been made: its loop makes it when the first call comes. Call a member of the proxy first."),
        var target => target,
    };
}
