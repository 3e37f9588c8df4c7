using Crochet.Calling;
using Crochet.Membership;
using Crochet.Registration;
using Crochet.Serving;
using Crochet.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crochet.Health;

/// <summary>Judges this process as a member of its cluster, as callers would find it.</summary>
internal sealed class ClusterHealthCheck(ClusterView view, Admission admission, ClusterOptions options, Registrations registrations)
    : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (status, description) = Judge(context.Registration.FailureStatus);
        var data = view.Members.ToDictionary(static member => Cluster.NameOf(member.Key), static member => (object)member.Value);
        data.Add("calls", admission.Count);
        return Task.FromResult(new HealthCheckResult(status, description, exception: null, data));
    }

    private (HealthStatus Status, string Description) Judge(HealthStatus failure)
    {
        if (admission.IsStopping)
            return (failure, $"This process is stopping: it takes no calls from others, and has {admission.Count} of theirs.");
        if (!view.IsJoined)
            return (failure, "This process is no member of its cluster yet.");
        if (admission.Count >= options.MaxCallsPerWorker)
            return (HealthStatus.Degraded, $"This process has {admission.Count} calls from others, which is its limit.");
        var missing = registrations.Remote.Where(contract => view.WorkersOf(WireName.Of(contract)).Length == 0)
            .Select(static contract => contract.Name).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? (HealthStatus.Healthy, $"This process is a member of its cluster, and has {admission.Count} calls from others.")
            : (HealthStatus.Degraded, $"Nobody in the cluster offers {string.Join(", ", missing)}.");
    }
}
