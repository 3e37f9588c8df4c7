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
    /// registered so far whose interface carries [WaitFor] or [RunInReactor]. Each keeps its lifetime and key; what implements it can be resolved by its
    /// own type, where that is known, and called directly. The container disposes of the implementation as it would without a proxy, once.
    /// </summary>
    /// <remarks>
    /// Called again, it adds no second loop, and takes on what has been registered since. A marked interface that is registered later and left without a
    /// proxy is an error (CRO012) when the host starts, or when the loop or a proxy is first resolved.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; every call's changes count.</param>
    /// <exception cref="CrochetConfigurationException">
    /// All that is wrong with the marked interfaces registered so far, and with their implementations where the types are known. What a factory returns
    /// is checked when it does.
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
