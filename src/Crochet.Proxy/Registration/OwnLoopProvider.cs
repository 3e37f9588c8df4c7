using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>A scope's services, with the object's own loop in the place of the container's.</summary>
internal sealed class OwnLoopProvider(IServiceProvider scope, EventLoop loop, object? key)
    : IKeyedServiceProvider, IServiceProviderIsKeyedService
{
    public IServiceProvider Scope { get; } = scope;

    /// <summary>The key that the object's proxy was resolved by; null where it has none.</summary>
    public object? Key { get; } = key;

    public object? GetService(Type serviceType) =>
        serviceType == typeof(EventLoop) ? loop
        : serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService) ? this
        : Scope.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) =>
        ((IKeyedServiceProvider)Scope).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        ((IKeyedServiceProvider)Scope).GetRequiredKeyedService(serviceType, serviceKey);

    public bool IsService(Type serviceType) => Scope.GetService<IServiceProviderIsService>()?.IsService(serviceType) ?? true;

    public bool IsKeyedService(Type serviceType, object? serviceKey) =>
        Scope.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(serviceType, serviceKey) ?? true;
}
