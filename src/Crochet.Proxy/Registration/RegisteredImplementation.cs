using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>The implementation in a service's registration, keyed or not: read from it, and moved out of the way of the proxy.</summary>
internal sealed class RegisteredImplementation
{
    private readonly ServiceDescriptor _descriptor;
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private readonly Type? _type;
    private readonly object? _instance;
    private readonly Func<IServiceProvider, object?, object>? _factory;

    public RegisteredImplementation(ServiceDescriptor descriptor)
    {
        _descriptor = descriptor;
        if (descriptor.IsKeyedService)
        {
            _type = descriptor.KeyedImplementationType;
            _instance = descriptor.KeyedImplementationInstance;
            _factory = descriptor.KeyedImplementationFactory;
            Type = _type ?? _instance?.GetType() ?? ProductOf(_factory);
        }
        else
        {
            _type = descriptor.ImplementationType;
            _instance = descriptor.ImplementationInstance;
            _factory = descriptor.ImplementationFactory is { } factory ? (provider, _) => factory(provider) : null;
            Type = _type ?? _instance?.GetType() ?? ProductOf(descriptor.ImplementationFactory);
        }
    }

    /// <summary>The class; null where only the factory knows.</summary>
    public Type? Type { get; }

    /// <summary>The class that the container makes by its constructor; null where it does not.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type? Class => _type;

    /// <summary>Whether the container makes it by its constructor.</summary>
    public bool IsType => _type is not null;

    public bool IsInstance => _instance is not null;

    public bool IsFactory => _factory is not null;

    public bool IsProxy => _instance is not null && CrochetProxy.IsProxy(_instance);

    /// <summary>
    /// Registers the implementation by its own type where that is known and still free, else where nobody else finds it; the container
    /// makes it and disposes of it as before. Gives the way to it, for a key of the service.
    /// </summary>
    public Func<IServiceProvider, object?, object?> Move(IServiceCollection services)
    {
        var key = _descriptor.ServiceKey;
        var isFree = Type is not null && services.All(other => other.ServiceType != Type || !Equals(other.ServiceKey, key));
        if (_instance is not null)
        {
            if (isFree)
                services.Add(new(Type!, key, _instance));
            return (_, _) => _instance;
        }

        if (isFree)
        {
            services.Add(Describe(Type!, key));
            return (provider, actualKey) => Get(provider, Type!, actualKey);
        }

        if (Equals(key, KeyedService.AnyKey))
            return GetForAnyKey;

        var ownKey = new object();
        services.Add(Describe(typeof(object), ownKey));
        return (provider, _) => Get(provider, typeof(object), ownKey);
    }

    // AddSingleton<IDns, Dns>(provider => ...) takes a Func<IServiceProvider, Dns>.
    private static Type? ProductOf(Delegate? factory) =>
        factory?.GetType().GenericTypeArguments[^1] is { IsClass: true } product && product != typeof(object) ? product : null;

    private static object? Get(IServiceProvider provider, Type type, object? key) =>
        key is null ? provider.GetService(type) : provider.GetKeyedService(type, key);

    /// <summary>The same service under a key of ours is the implementation: one for each key that is asked for.</summary>
    private object? GetForAnyKey(IServiceProvider provider, object? key) => key is ImplementationKey own
        ? (_factory ?? Construct)(provider, own.Key)
        : Get(provider, _descriptor.ServiceType, new ImplementationKey(key));

    private ServiceDescriptor Describe(Type serviceType, object? key)
    {
        var keepsKey = Equals(key, _descriptor.ServiceKey);
        if (_type is not null && (keepsKey || !Construction.TakesKey(_type)))
            return new(serviceType, key, _type, _descriptor.Lifetime);
        // Where the implementation is moved to a key of ours, its factory or constructor still gets the service's.
        var factory = _factory ?? Construct;
        return keepsKey
            ? new(serviceType, key, factory, _descriptor.Lifetime)
            : new(serviceType, key, (provider, _) => factory(provider, _descriptor.ServiceKey), _descriptor.Lifetime);
    }

    private object Construct(IServiceProvider provider, object? key) =>
        ActivatorUtilities.CreateInstance(provider, _type!, key is not null && Construction.TakesKey(_type!) ? [key] : []);
}
