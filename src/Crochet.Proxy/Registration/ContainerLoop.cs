using Crochet.Interception;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>The loop of one container. Whoever first needs it, the host, a proxy or the application, has it checked, made and started.</summary>
internal sealed class ContainerLoop : IDisposable, IAsyncDisposable
{
    private readonly bool _isOwned;
    private readonly TimeSpan _drainTimeout;

    public ContainerLoop(Registrations registrations, IOptions<CrochetOptions> options, IServiceProvider provider)
    {
        var settings = options.Value;
        CrochetConfigurationException.ThrowIfAny(registrations.ProblemsAtStart(new(settings.Timeouts)));
        _isOwned = registrations.OwnsLoop;
        _drainTimeout = settings.DrainTimeout;
        Loop = _isOwned ? Make(settings.Loop, provider) : provider.GetRequiredService<EventLoop>();
        Proxies = new(Loop, settings);
        if (_isOwned && registrations.StartsLoop)
            Loop.Start();
    }

    public EventLoop Loop { get; }
    public ProxyFactory Proxies { get; }

    public async Task StopAsync(CancellationToken hurry)
    {
        if (!_isOwned)
            return;
        using var registration = hurry.UnsafeRegister(static loop => ((EventLoop)loop!).Stop(), Loop);
        await Loop.StopAsync(_drainTimeout).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!IsDisposedFromWithin())
            StopAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsDisposedFromWithin())
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static EventLoop Make(EventLoopOptions options, IServiceProvider provider)
    {
        var own = options.Validated();
        own.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return new(own);
    }

    /// <summary>A call that disposes of its own container would wait for its own end.</summary>
    private bool IsDisposedFromWithin()
    {
        if (_isOwned && Loop.IsInLoopThread)
            Loop.Stop();
        return Loop.IsInLoopThread;
    }
}
