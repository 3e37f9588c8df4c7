using System.Diagnostics.CodeAnalysis;
using Crochet.Interception;
using Crochet.Logging;
using Crochet.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>Adds to what <see cref="CrochetServiceCollectionExtensions.AddCrochet"/> registered.</summary>
public sealed class CrochetBuilder
{
    private readonly Registrations _registrations;

    internal CrochetBuilder(Registrations registrations) => _registrations = registrations;

    /// <summary>The services that Crochet was added to.</summary>
    public IServiceCollection Services => _registrations.Services;

    /// <summary>
    /// Registers the implementation as itself, unless it is registered already, and the interface as its proxy. The implementation implements the
    /// interface, or has a public method for each member: with the member's name, or that name and Async; with the member's parameters, or those and a
    /// <see cref="CancellationToken"/> last.
    /// </summary>
    /// <typeparam name="TInterface">An interface with marked members.</typeparam>
    /// <typeparam name="TImplementation">The class that does the work.</typeparam>
    /// <param name="lifetime">The lifetime of both.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is listed.</exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public CrochetBuilder AddProxied<TInterface, TImplementation>(ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TInterface : class
        where TImplementation : class
    {
        _registrations.AddProxied(typeof(TInterface), typeof(TImplementation), lifetime);
        return this;
    }

    /// <summary>The container uses this loop, and leaves its start and its stop to the caller.</summary>
    /// <param name="loop">The loop.</param>
    public CrochetBuilder UseLoop(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _registrations.UseLoop(loop);
        return this;
    }

    /// <summary>
    /// The container makes the loop and the application runs it, with <c>provider.GetRequiredService&lt;EventLoop&gt;().Run()</c>. It is still stopped with
    /// the host or the container.
    /// </summary>
    public CrochetBuilder StartManually()
    {
        _registrations.StartsLoop = false;
        return this;
    }

    /// <summary>
    /// Lets another thread write what is logged on the loop thread, in order and with its scopes, so that a log provider that blocks does not hold up the
    /// loop. Entries of other threads are written as before. When more than <paramref name="capacity"/> entries wait, further ones are dropped, and their
    /// number is logged. Entries that wait when the container is disposed of are written then. Call this after logging is set up.
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
}
