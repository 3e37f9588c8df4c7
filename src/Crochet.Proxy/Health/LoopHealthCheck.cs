using Crochet.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crochet.Health;

/// <summary>Judges a loop by its snapshot, which it hands on.</summary>
internal sealed class LoopHealthCheck(EventLoop loop, CrochetHealthOptions limits) : IHealthCheck
{
    private const int MostPending = 100;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshot = loop.GetSnapshot(MostPending);
        var (status, description) = Judge(snapshot, context.Registration.FailureStatus);
        var data = new Dictionary<string, object> { ["snapshot"] = snapshot };
        return Task.FromResult(new HealthCheckResult(status, description, exception: null, data));
    }

    private (HealthStatus Status, string Description) Judge(LoopSnapshot snapshot, HealthStatus failure) => snapshot switch
    {
        { State: EventLoopState.Stopped or EventLoopState.Stopping } =>
            (failure, $"The loop '{snapshot.Name}' {(snapshot.State == EventLoopState.Stopped ? "has stopped" : "is stopping")}: it takes no calls."),
        { Running: { } running } when running.Running > limits.MaxTurn =>
            (failure, $"{running.Call} has been holding the loop '{snapshot.Name}' for {Duration.Text(running.Running)}."),
        { State: EventLoopState.Created } => (HealthStatus.Degraded, $"The loop '{snapshot.Name}' has not been started."),
        _ when snapshot.QueuedCount > limits.MaxQueueLength =>
            (HealthStatus.Degraded, $"{snapshot.QueuedCount} calls and callbacks are queued in the loop '{snapshot.Name}'."),
        _ => (HealthStatus.Healthy, $"The loop '{snapshot.Name}' runs."),
    };
}
