using Crochet;
using Crochet.Configuration;
using Crochet.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Crochet to a container.</summary>
public static class CrochetServiceCollectionExtensions
{
    /// <summary>
    /// Adds one loop, which starts with the host or at first use and stops with the host or the container, and puts a proxy in place of
    /// every service registered so far whose interface carries [WaitFor] or [RunInReactor]. Each keeps its lifetime and key. Where the
    /// implementation's type is known, it can be resolved by that type and called directly. The container disposes of the implementation
    /// once, as it would without a proxy.
    /// </summary>
    /// <remarks>
    /// Another call adds no second loop. It proxies what has been registered since. A marked interface that is registered later and left
    /// without a proxy is an error (CRO012) when the host starts, or when the loop or a proxy is first resolved. The loops that the
    /// container makes share one stash, which is the service <see cref="ResultStash"/>: the application's own where it has registered one.
    /// A loop given with UseLoop keeps its own.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; every call's changes count.</param>
    /// <exception cref="CrochetConfigurationException">
    /// Lists every problem of the marked interfaces registered so far, and of their implementations where the types are known. An object
    /// that a factory returns is checked when the factory returns it.
    /// </exception>
    public static CrochetBuilder AddCrochet(this IServiceCollection services, Action<CrochetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, section: null, configure);
    }

    /// <summary>
    /// The same, with options from configuration: those of <see cref="CrochetOptions"/> by their names; "Loop" with those of
    /// <see cref="EventLoopOptions"/>; "Loops" with a section for each loop added by name, whose values win over the code's; and
    /// "Timeouts", by member or interface. What <paramref name="configure"/> sets wins over the configuration. Timeouts follow the
    /// configuration when it is reloaded; what cannot be used then is logged as an error, and the last good
    /// timeouts stay.
    /// </summary>
    /// <remarks>
    /// A time is seconds ("5", "0.5") or a time span ("00:00:05"), and "infinite" where the option allows it. Names ignore case. A value
    /// that cannot be read is an error at start that names its key.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options, "Crochet" by custom.</param>
    /// <param name="configure">Changes the options after the configuration has been read.</param>
    /// <exception cref="CrochetConfigurationException">As without a configuration.</exception>
    public static CrochetBuilder AddCrochet(this IServiceCollection services, IConfiguration configuration,
        Action<CrochetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        Registrations.Of(services).Configuration.Add(configuration);
        services.AddSingleton<IOptionsChangeTokenSource<CrochetOptions>>(new ConfigurationChanges(configuration));
        return Add(services, configuration, configure);
    }

    private static CrochetBuilder Add(IServiceCollection services, IConfiguration? section, Action<CrochetOptions>? configure)
    {
        var registrations = Registrations.Of(services);
        if (section is not null || configure is not null)
            services.Configure<CrochetOptions>(options => registrations.Configuration.Configure(options, section, configure));
        registrations.ProxyMarked();
        return new(registrations);
    }
}
