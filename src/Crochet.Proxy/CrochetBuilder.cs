using Crochet.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>Goes on where <see cref="CrochetServiceCollectionExtensions.AddCrochet"/> ends.</summary>
public sealed class CrochetBuilder
{
    private readonly Registrations _registrations;

    internal CrochetBuilder(Registrations registrations) => _registrations = registrations;

    /// <summary>The services that Crochet was added to.</summary>
    public IServiceCollection Services => _registrations.Services;

    /// <summary>
    /// Registers the implementation as itself, unless it is registered already, and the interface as its proxy. The implementation implements the
    /// interface, or has a public method for each member: of its name, or that and Async; with its parameters, or those and a
    /// <see cref="CancellationToken"/> last.
    /// </summary>
    /// <typeparam name="TInterface">An interface with marked members.</typeparam>
    /// <typeparam name="TImplementation">What does the work.</typeparam>
    /// <param name="lifetime">The lifetime of both.</param>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work; every problem is listed.</exception>
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
    public CrochetBuilder NoSetup()
    {
        _registrations.StartsLoop = false;
        return this;
    }
}
