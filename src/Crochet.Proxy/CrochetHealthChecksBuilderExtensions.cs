using Crochet;
using Crochet.Health;
using Crochet.Registration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the container's loops to its health checks.</summary>
public static class CrochetHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks all of the container's loops, and says which of them is ill: unhealthy when a turn has run for too long, or a loop has
    /// stopped or is stopping, or the host is; degraded when a queue is too long, or a loop has not been started. What each was doing is in
    /// the result's data, by its name, as a
    /// <see cref="LoopSnapshot"/> with the oldest hundred pending calls.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="configure">Sets the limits.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What to report in place of unhealthy.</param>
    /// <param name="tags">What the check can be selected by.</param>
    public static IHealthChecksBuilder AddCrochet(
        this IHealthChecksBuilder builder, Action<CrochetHealthOptions>? configure = null, string name = "crochet",
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var limits = new CrochetHealthOptions();
        configure?.Invoke(limits);
        return builder.Add(new HealthCheckRegistration(
            name, provider => new LoopHealthCheck(ContainerLoops.Of(provider), limits), failureStatus, tags));
    }
}
