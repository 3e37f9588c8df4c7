using Crochet.Timing;
using Microsoft.Extensions.Hosting;

namespace Crochet.Registration;

/// <summary>Has the host make the loops before anything else starts, and stop them after all else has stopped.</summary>
internal sealed class LoopHostedService(IServiceProvider provider, Registrations registrations) : IHostedLifecycleService
{
    private readonly ContainerLoops _loops = ContainerLoops.Of(provider);

    /// <summary>Makes the objects that are to be there from the start.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        WarnOfShutdown();
        foreach (var service in registrations.BoundServices.Where(static service => service.IsMadeAtStart))
            await service.MakeAtStartAsync(provider).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not ready from here on; the services stop when a load balancer has had the time to see it.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _loops.IsStopping = true;
        var delay = TimerReach.Limit(_loops.Options.NotReadyDelay);
        await Task.Delay(delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _loops.StopAsync(cancellationToken);

    private void WarnOfShutdown()
    {
        var (notReady, drain) = (_loops.Options.NotReadyDelay, _loops.Options.DrainTimeout);
        if (HostShutdown.TimeoutOf(provider) is { } shutdown && HostShutdown.IsShorterThan(shutdown, notReady, drain))
            ContainerLog.ShutdownTooShort(_loops.Logger, shutdown, notReady, drain);
    }
}
