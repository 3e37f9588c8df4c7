using Microsoft.Extensions.Hosting;

namespace Crochet.Registration;

/// <summary>Has the host make the loop before anything else starts, and stop it after all else has stopped.</summary>
internal sealed class LoopHostedService(IServiceProvider provider) : IHostedLifecycleService
{
    private readonly ContainerLoop _loop = ContainerLoop.Of(provider);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _loop.StopAsync(cancellationToken);
}
