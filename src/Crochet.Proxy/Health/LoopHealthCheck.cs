using Crochet.Diagnostics;
using Crochet.Registration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crochet.Health;

/// <summary>Judges the loops of a container by their snapshots, which it hands on.</summary>
internal sealed class LoopHealthCheck(ContainerLoops loops, CrochetHealthOptions limits) : IHealthCheck
{
    private const int MostPending = 100;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failure = context.Registration.FailureStatus;
        var snapshots = loops.All.Distinct().Select(static loop => loop.GetSnapshot(MostPending)).ToList();
        var judged = snapshots.Select(snapshot => Judge(snapshot, failure)).ToList();
        if (loops.IsStopping)
            judged.Insert(0, (failure, "The host is stopping."));
        var ill = judged.Where(static one => one.Status != HealthStatus.Healthy).ToList();
        var described = string.Join(" ", (ill.Count > 0 ? ill : judged).Select(static one => one.Description));
        var data = new Dictionary<string, object>();
        foreach (var snapshot in snapshots)
            data.TryAdd(snapshot.Name, snapshot);
        return Task.FromResult(new HealthCheckResult(judged.Min(static one => one.Status), described, exception: null, data));
    }

    private (HealthStatus Status, string Description) Judge(LoopSnapshot snapshot, HealthStatus failure) => snapshot switch
    {
        { State: EventLoopState.Stopped or EventLoopState.Stopping } =>
            (failure, $"The loop '{snapshot.Name}' {(snapshot.State == EventLoopState.Stopped ? "has stopped" : "is stopping")}: it takes "
                + "no calls."),
        { Running: { } running } when running.Running > limits.MaxTurn =>
            (failure, $"{running.Call} has been holding the loop '{snapshot.Name}' for {Duration.Text(running.Running)}."),
        { State: EventLoopState.Created } => (HealthStatus.Degraded, $"The loop '{snapshot.Name}' has not been started."),
        _ when snapshot.QueuedCount > limits.MaxQueueLength =>
            (HealthStatus.Degraded, $"{snapshot.QueuedCount} calls and callbacks are queued in the loop '{snapshot.Name}'."),
        _ => (HealthStatus.Healthy, $"The loop '{snapshot.Name}' runs."),
    };
}
