using Crochet.Registration;
using Crochet.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Membership;

/// <summary>
/// This process's life as a member: it offers what it runs when its silo has become active, and drains before the silo begins to stop. So
/// both happen while it can reach the others.
/// </summary>
internal sealed class ClusterMembership(
    IServiceProvider provider, ClusterView view, Admission admission, Worker worker, ClusterOptions options,
    ILogger<ClusterMembership> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClusterMembership), ServiceLifecycleStage.Active + 1, StartAsync, StopAsync);

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var offered = Offered();
        admission.Offer(offered);
        if (offered.Count > 0)
            ClusterLog.Offers(logger, view.Own, string.Join(", ", offered.Select(static one => one.Name)));
        await view.JoinAsync([.. offered.Select(static one => one.Name)]).ConfigureAwait(false);
    }

    private async Task StopAsync(CancellationToken hurry)
    {
        await worker.DrainAsync(options.DrainTimeout, hurry).ConfigureAwait(false);
        view.Leave();
    }

    private List<OfferedInterface> Offered() => provider.GetService<Registrations>() is not { } registrations
        ? []
        : [.. registrations.Offered.Select(contract =>
            new OfferedInterface(contract, registrations.FindLocal(contract)!, provider, options.Json))];
}
