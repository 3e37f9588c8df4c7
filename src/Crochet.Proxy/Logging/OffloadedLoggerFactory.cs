using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Logging;

/// <summary>Stands before the container's logger factory, and has what is logged on loop threads written by another thread.</summary>
internal sealed class OffloadedLoggerFactory(ILoggerFactory inner, int capacity) : ILoggerFactory
{
    private static readonly object _innerKey = new();

    private readonly LogWriter _writer = new(inner.CreateLogger<EventLoop>(), capacity);

    /// <summary>
    /// The container makes the factory that was registered under a key of ours, before this one, and so disposes of it after.
    /// </summary>
    public static void Decorate(IServiceCollection services, int capacity)
    {
        if (services.Any(static descriptor => Equals(descriptor.ServiceKey, _innerKey)))
            return;
        var inner =
            services.LastOrDefault(static descriptor => descriptor.ServiceType == typeof(ILoggerFactory) && !descriptor.IsKeyedService)
            ?? throw new InvalidOperationException("OffloadLogging found no logging to offload: call services.AddLogging() before it.");
        services.Add(
            inner.ImplementationInstance is { } instance ? new ServiceDescriptor(typeof(ILoggerFactory), _innerKey, instance)
            : inner.ImplementationFactory is { } factory
            ? new ServiceDescriptor(typeof(ILoggerFactory), _innerKey, (provider, _) => factory(provider), inner.Lifetime)
            : new ServiceDescriptor(typeof(ILoggerFactory), _innerKey, inner.ImplementationType!, inner.Lifetime));
        services[services.IndexOf(inner)] = ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new OffloadedLoggerFactory(provider.GetRequiredKeyedService<ILoggerFactory>(_innerKey), capacity));
    }

    public ILogger CreateLogger(string categoryName) => new OffloadedLogger(inner.CreateLogger(categoryName), _writer);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => _writer.Dispose();
}
