using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Interfaces;
using Crochet.Logging;
using Crochet.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>Goes on where AddCrochet ends: further loops, and services that run in them.</summary>
public sealed class CrochetBuilder
{
    private readonly Registrations _registrations;

    internal CrochetBuilder(Registrations registrations) => _registrations = registrations;

    /// <summary>The services that Crochet was added to.</summary>
    public IServiceCollection Services => _registrations.Services;

    /// <summary>
    /// Adds another loop to the container, started and stopped with it: a keyed service, <c>[FromKeyedServices(name)] EventLoop</c>. It
    /// begins with the options of the container's own loop. Called again, it configures the same loop further. The configuration's section
    /// "Loops:name" wins over the code.
    /// </summary>
    /// <param name="name">The loop's name.</param>
    /// <param name="configure">Changes the loop's options. The name stays.</param>
    /// <exception cref="ArgumentException">The name is a group's, or that of a loop given with
    /// <see cref="UseLoop(string, EventLoop)"/>.</exception>
    public CrochetBuilder AddLoop(string name, Action<EventLoopOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _registrations.AddLoop(name, configure);
        return this;
    }

    /// <summary>
    /// Adds several loops of one name to the container, for thread-bound objects that one thread cannot carry: a keyed service,
    /// <c>[FromKeyedServices(name)] EventLoopGroup</c>. Else as <see cref="AddLoop"/>.
    /// </summary>
    /// <param name="name">The group's name, to which each loop's number is added.</param>
    /// <param name="count">How many loops; 1 or more.</param>
    /// <param name="configure">Changes the options of each loop. The name stays.</param>
    /// <exception cref="ArgumentException">The name is that of a single loop, or of a group with another count.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public CrochetBuilder AddLoopGroup(string name, int count, Action<EventLoopOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _registrations.AddLoopGroup(name, count, configure);
        return this;
    }

    /// <summary>
    /// Registers the implementation as itself, unless it is registered already, and the interface as its proxy. The implementation
    /// implements the interface, or has a public method for each member. A class marked [ThreadBound] is registered as AddThreadBound does.
    /// </summary>
    /// <typeparam name="TInterface">An interface with marked members.</typeparam>
    /// <typeparam name="TImplementation">What does the work.</typeparam>
    /// <param name="lifetime">The lifetime of both.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is
    /// listed.</exception>
    public CrochetBuilder AddProxied<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TInterface : class
        where TImplementation : class
    {
        _registrations.AddProxied(InterfaceDescription.Of(typeof(TInterface)), typeof(TImplementation), loop: null, lifetime);
        return this;
    }

    /// <inheritdoc cref="AddProxied{TInterface, TImplementation}(ServiceLifetime)"/>
    /// <param name="loop">The name of a loop that is added before or after this. A name that is not is an error at start (CRO018).</param>
    /// <param name="lifetime">The lifetime of both.</param>
    public CrochetBuilder AddProxied<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        string loop, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TInterface : class
        where TImplementation : class
    {
        ArgumentException.ThrowIfNullOrEmpty(loop);
        _registrations.AddProxied(InterfaceDescription.Of(typeof(TInterface)), typeof(TImplementation), loop, lifetime);
        return this;
    }

    /// <summary>
    /// Registers the interface as the proxy of what a factory makes, in the thread that resolves it. An implementation that is registered
    /// as itself stays as it is.
    /// </summary>
    /// <typeparam name="TInterface">An interface with marked members.</typeparam>
    /// <typeparam name="TImplementation">What does the work.</typeparam>
    /// <param name="factory">Makes the implementation.</param>
    /// <param name="loop">The name of a loop that is added before or after this; null for the interface's [OnLoop], else the container's
    /// own loop.</param>
    /// <param name="lifetime">The proxy's lifetime, and the implementation's.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is
    /// listed.</exception>
    public CrochetBuilder AddProxied<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface, TImplementation>(
        Func<IServiceProvider, TImplementation> factory, string? loop = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TInterface : class
        where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        _registrations.AddProxiedFactory(InterfaceDescription.Of(typeof(TInterface)), typeof(TImplementation), factory, loop, lifetime);
        return this;
    }

    /// <summary>
    /// Registers the interface as the proxy of an implementation that belongs to its loop's thread. The first call has it made there, with
    /// services from a scope of its own; it is called there, and disposed of there when its calls in flight have ended and before the loop
    /// stops. The class itself is not registered. An <see cref="EventLoop"/> that its constructor asks for is its own loop.
    /// </summary>
    /// <typeparam name="TInterface">An interface of which every member is marked, other than Dispose, DisposeAsync and events with
    /// [Callback].</typeparam>
    /// <typeparam name="TImplementation">What does the work.</typeparam>
    /// <param name="loop">The name of a loop; null for the interface's [OnLoop], else the container's own loop.</param>
    /// <param name="configure">Sets how it is made and kept.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is
    /// listed.</exception>
    public CrochetBuilder AddThreadBound<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        string? loop = null, Action<ThreadBoundOptions>? configure = null)
        where TInterface : class
        where TImplementation : class =>
        Bind<TInterface, TImplementation>(Construction.Of(typeof(TImplementation)), loop, configure);

    /// <inheritdoc cref="AddThreadBound{TInterface, TImplementation}(string?, Action{ThreadBoundOptions}?)"/>
    public CrochetBuilder AddThreadBound<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        Action<ThreadBoundOptions> configure)
        where TInterface : class
        where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(configure);
        return AddThreadBound<TInterface, TImplementation>(loop: null, configure);
    }

    /// <inheritdoc cref="AddThreadBound{TInterface, TImplementation}(string?, Action{ThreadBoundOptions}?)"/>
    /// <param name="factory">Makes the implementation, in the loop's thread. Its services come from the implementation's own scope.</param>
    /// <param name="loop">The name of a loop; null for the interface's [OnLoop], else the container's own loop.</param>
    /// <param name="configure">Sets how it is made and kept.</param>
    [OverloadResolutionPriority(1)]
    public CrochetBuilder AddThreadBound<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface, TImplementation>(
        Func<IServiceProvider, TImplementation> factory, string? loop = null, Action<ThreadBoundOptions>? configure = null)
        where TInterface : class
        where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Bind<TInterface, TImplementation>((provider, _) => new ValueTask<object?>(factory(provider)), loop, configure);
    }

    /// <inheritdoc cref="AddThreadBound{TInterface, TImplementation}(string?, Action{ThreadBoundOptions}?)"/>
    /// <param name="factory">
    /// Makes the implementation, in the loop's thread, and may await there. Its services come from the implementation's own scope; its
    /// token is signalled by the loop's stop.
    /// </param>
    /// <param name="loop">The name of a loop; null for the interface's [OnLoop], else the container's own loop.</param>
    /// <param name="configure">Sets how it is made and kept.</param>
    public CrochetBuilder AddThreadBound<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface, TImplementation>(
        Func<IServiceProvider, CancellationToken, ValueTask<TImplementation>> factory, string? loop = null,
        Action<ThreadBoundOptions>? configure = null)
        where TInterface : class
        where TImplementation : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Bind<TInterface, TImplementation>(
            async ValueTask<object?> (provider, stopping) => await factory(provider, stopping).ConfigureAwait(true), loop, configure);
    }

    /// <summary>The container uses this loop, and leaves its start and its stop to the caller.</summary>
    /// <param name="loop">The loop.</param>
    public CrochetBuilder UseLoop(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _registrations.UseLoop(loop);
        return this;
    }

    /// <summary>Gives the container a loop by name, and leaves its start and its stop to the caller.</summary>
    /// <param name="name">The name that registrations and [OnLoop] use.</param>
    /// <param name="loop">The loop.</param>
    /// <exception cref="ArgumentException">The name has been used already.</exception>
    public CrochetBuilder UseLoop(string name, EventLoop loop)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(loop);
        _registrations.UseLoop(name, loop);
        return this;
    }

    /// <summary>
    /// The container makes the loop and the application runs it, with <c>provider.GetRequiredService&lt;EventLoop&gt;().Run()</c>. It is
    /// still stopped with the host or the container.
    /// </summary>
    public CrochetBuilder StartManually()
    {
        _registrations.StartsLoop = false;
        return this;
    }

    /// <summary>
    /// What is logged on the loop thread is written by a thread of its own, in order and with its scopes, so that a log provider that
    /// blocks does not hold the loop up. What is logged elsewhere is written where it is. Where more than <paramref name="capacity"/>
    /// entries wait, further ones are dropped, and how many is logged. What waits when the container is disposed of is written then. Call
    /// it after whatever sets up logging.
    /// </summary>
    /// <param name="capacity">How many entries may wait, at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The services have no logging yet.</exception>
    public CrochetBuilder OffloadLogging(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        OffloadedLoggerFactory.Decorate(Services, capacity);
        return this;
    }

    private CrochetBuilder Bind<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TInterface, TImplementation>(
        Func<IServiceProvider, CancellationToken, ValueTask<object?>> make, string? loop, Action<ThreadBoundOptions>? configure)
    {
        var options = new ThreadBoundOptions();
        configure?.Invoke(options);
        _registrations.AddThreadBound(InterfaceDescription.Of(typeof(TInterface)), typeof(TImplementation), loop, options, make);
        return this;
    }
}
