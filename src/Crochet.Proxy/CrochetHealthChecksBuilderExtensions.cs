using Crochet;
using Crochet.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the container's loop to its health checks.</summary>
public static class CrochetHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks the container's loop: unhealthy when a turn has run for too long, or the loop has stopped or is stopping; degraded when its queue is too long, or
    /// it has not been started. The result's data has a "snapshot" of what the loop was doing: a <see cref="LoopSnapshot"/> with the oldest hundred pending calls.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="configure">Sets the limits.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status to report instead of unhealthy.</param>
    /// <param name="tags">Tags by which checks are selected.</param>
    public static IHealthChecksBuilder AddCrochet(
        this IHealthChecksBuilder builder, Action<CrochetHealthOptions>? configure = null, string name = "crochet",
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var limits = new CrochetHealthOptions();
        configure?.Invoke(limits);
        return builder.Add(new HealthCheckRegistration(
            name, provider => new LoopHealthCheck(provider.GetRequiredService<EventLoop>(), limits), failureStatus, tags));
    }
}
