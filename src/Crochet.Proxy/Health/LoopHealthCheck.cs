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
        var snapshots = new Dictionary<string, object>();
        var judged = new List<(HealthStatus Status, string Description)>();
        foreach (var loop in loops.All.Distinct())
        {
            // Of loops that were given with one name each has the name that it was given by.
            var name = snapshots.ContainsKey(loop.Name) ? loops.GivenNameOf(loop) ?? loop.Name : loop.Name;
            var snapshot = loop.GetSnapshot(MostPending);
            snapshots.TryAdd(name, snapshot);
            judged.Add(Judge(name, snapshot, failure));
        }

        if (loops.IsStopping)
            judged.Insert(0, (failure, "The host is stopping."));
        var ill = judged.Where(static one => one.Status != HealthStatus.Healthy).ToList();
        var described = string.Join(" ", (ill.Count > 0 ? ill : judged).Select(static one => one.Description));
        return Task.FromResult(new HealthCheckResult(judged.Min(static one => one.Status), described, exception: null, snapshots));
    }

    private (HealthStatus Status, string Description) Judge(string name, LoopSnapshot snapshot, HealthStatus failure) => snapshot switch
    {
        { State: EventLoopState.Stopped or EventLoopState.Stopping } =>
            (failure, $"The loop '{name}' {(snapshot.State == EventLoopState.Stopped ? "has stopped" : "is stopping")}: it takes "
                + "no calls."),
        { Running: { } running } when running.Running > limits.MaxTurn =>
            (failure, $"{running.Call} has been holding the loop '{name}' for {Duration.Text(running.Running)}."),
        { State: EventLoopState.Created } => (HealthStatus.Degraded, $"The loop '{name}' has not been started."),
        _ when snapshot.QueuedCount > limits.MaxQueueLength =>
            (HealthStatus.Degraded, $"{snapshot.QueuedCount} calls and callbacks are queued in the loop '{name}'."),
        _ => (HealthStatus.Healthy, $"The loop '{name}' runs."),
    };
}
