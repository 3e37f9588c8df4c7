using System.Diagnostics.CodeAnalysis;
using Crochet;
using Crochet.Interception;
using Crochet.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Crochet to a container.</summary>
public static class CrochetServiceCollectionExtensions
{
    /// <summary>
    /// Adds one loop, which starts with the host or at first use and stops with the host or the container, and puts a proxy in place of every service
    /// registered so far whose interface carries [WaitFor] or [RunInReactor]. Each keeps its lifetime and key. Where the implementation's type is known, it
    /// can be resolved by that type and called directly. The container disposes of the implementation once, as it would without a proxy.
    /// </summary>
    /// <remarks>
    /// Another call adds no second loop. It proxies what has been registered since. A marked interface that is registered later and left without a
    /// proxy is an error (CRO012) when the host starts, or when the loop or a proxy is first resolved.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; every call's changes count.</param>
    /// <exception cref="CrochetConfigurationException">
    /// Lists every problem of the marked interfaces registered so far, and of their implementations where the types are known. An object that a factory
    /// returns is checked when the factory returns it.
    /// </exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public static CrochetBuilder AddCrochet(this IServiceCollection services, Action<CrochetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var registrations = Registrations.Of(services);
        if (configure is not null)
            services.Configure(configure);
        registrations.ProxyMarked();
        return new(registrations);
    }
}
