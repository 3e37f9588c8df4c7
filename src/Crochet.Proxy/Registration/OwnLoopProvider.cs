using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>A scope's services, with the object's own loop in the place of the container's.</summary>
internal sealed class OwnLoopProvider(IServiceProvider scope, EventLoop loop) : IKeyedServiceProvider, IServiceProviderIsKeyedService
{
    public IServiceProvider Scope { get; } = scope;

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
