using Crochet;
using Crochet.Calling;
using Crochet.Membership;
using Crochet.Registration;
using Crochet.Serving;
using Crochet.Stashing;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Adds Crochet to a silo.</summary>
public static class CrochetSiloBuilderExtensions
{
    /// <summary>
    /// Lets the processes of the cluster call each other's implementations: what one offers with <see
    /// cref="CrochetClusterBuilderExtensions.Offer{TInterface}"/> others call through a proxy of <see
    /// cref="CrochetClusterBuilderExtensions.AddRemote{TInterface}"/>. It needs no grain and no code generation of yours. Membership,
    /// failure detection, connections, TLS and the membership's storage are Orleans's own, and its options stay as they are.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Changes the options; every call's changes count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="silo"/> is null.</exception>
    public static ISiloBuilder AddCrochet(this ISiloBuilder silo, Action<CrochetClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var services = silo.Services;
        services.AddOptions<CrochetClusterOptions>().Validate(ClusterOptions.AreDrainAndLeaseValid, ClusterOptions.DrainAndLease)
            .Validate(static options => options.MaxCallsPerWorker >= 1, ClusterOptions.MaxCalls);
        if (configure is not null)
            services.Configure(configure);
        if (services.Any(static service => service.ServiceType == typeof(ClusterMembership)))
            return silo;
        services.AddSingleton<ClusterOptions>();
        services.AddSingleton<CrochetServiceClient>();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<Cluster>();
        services.AddSingleton<Admission>();
        services.AddSingleton<EarlyEnds>();
        services.AddSingleton<ServedStreams>();
        services.AddSingleton<Worker>();
        services.AddSingleton(static provider => new StashKeeper(
            new(() => ContainerLoops.Of(provider).Loop.Stash), provider.GetRequiredService<ClusterOptions>()));
        services.AddSingleton<IClusterStash, ClusterStash>();
        services.AddSingleton<ClusterMembership>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<ClusterMembership>());
        silo.AddGrainService<CrochetService>();
        return silo;
    }
}
