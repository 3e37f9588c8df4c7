using Crochet;
using Crochet.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds this process's part in its cluster to the health checks.</summary>
public static class CrochetClusterHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks this process as a member of its cluster: unhealthy while it is none, and when it stops and takes no more calls from others;
    /// degraded when it has as many calls as <see cref="CrochetClusterOptions.MaxCallsPerWorker"/>, or when nobody offers an interface of
    /// <see cref="CrochetClusterBuilderExtensions.AddRemote{TInterface}"/>. The result's data has the number of calls from other processes
    /// ("calls"), and by its address each member with the number of interfaces that it offers.
    /// </summary>
    /// <param name="builder">The health checks. The silo needs <see cref="CrochetSiloBuilderExtensions.AddCrochet"/>.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What to report in place of unhealthy.</param>
    /// <param name="tags">What the check can be selected by.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddCrochetCluster(
        this IHealthChecksBuilder builder, string name = "crochet-cluster", HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static provider => ActivatorUtilities.CreateInstance<ClusterHealthCheck>(provider), failureStatus, tags));
    }
}
