using Crochet.Interception;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>The loop of one container. Whoever first needs it, the host, a proxy or the application, has it checked, made and started.</summary>
internal sealed class ContainerLoop
{
    private readonly TimeSpan _drainTimeout;

    public ContainerLoop(Registrations registrations, IOptions<CrochetOptions> options, IServiceProvider provider)
    {
        var settings = options.Value;
        CrochetConfigurationException.ThrowIfAny(registrations.ProblemsAtStart(new(settings.Timeouts)));
        _drainTimeout = settings.DrainTimeout;
        IsOwned = registrations.ProvidesLoop;
        Loop = IsOwned ? Make(settings, provider) : provider.GetRequiredService<EventLoop>();
        Proxies = new(Loop, settings);
        if (IsOwned && registrations.StartsLoop)
            Loop.Start();
    }

    public EventLoop Loop { get; }

    /// <summary>False where the application starts and stops the loop.</summary>
    public bool IsOwned { get; }

    public ProxyFactory Proxies { get; }

    /// <summary>
    /// Of a container. The loop is resolved first, so that the container disposes of it after whatever is made from here on.
    /// </summary>
    public static ContainerLoop Of(IServiceProvider provider)
    {
        provider.GetRequiredService<EventLoop>();
        return provider.GetRequiredService<ContainerLoop>();
    }

    public async Task StopAsync(CancellationToken hurry)
    {
        if (!IsOwned)
            return;
        using var registration = hurry.UnsafeRegister(static loop => ((EventLoop)loop!).Stop(), Loop);
        await Loop.StopAsync(_drainTimeout).ConfigureAwait(false);
    }

    private static EventLoop Make(CrochetOptions options, IServiceProvider provider)
    {
        var own = options.Loop.Validated();
        own.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return new(own) { DisposalDrain = options.DrainTimeout };
    }
}
