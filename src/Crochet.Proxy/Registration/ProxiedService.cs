using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Scopes;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>A service whose instances are proxies.</summary>
/// <param name="contract">The interface.</param>
/// <param name="type">The implementation's type; null where only an instance tells.</param>
/// <param name="lifetime">The lifetime of the proxies, and of what they stand for.</param>
/// <param name="loop">The name of the loop; null for the container's own.</param>
/// <param name="implementation">Gets the implementation, for a key.</param>
internal sealed class ProxiedService(
    InterfaceDescription contract, Type? type, ServiceLifetime lifetime, string? loop,
    Func<IServiceProvider, object?, object?> implementation) : ILocalService
{
    public ServiceLifetime Lifetime => lifetime;

    public IMemberCalls CallsOn(IServiceProvider provider, object target) =>
        MakerOf(FactoryOf(ContainerLoops.Of(provider)), target);

    public ServiceDescriptor Describe(object? key) => new(contract.Type, key, Resolve, lifetime);

    private object Resolve(IServiceProvider provider, object? key)
    {
        var loops = ContainerLoops.Of(provider);
        var target = implementation(provider, key)
            ?? throw new InvalidOperationException(
                $"There is no implementation for {contract.Name}. Its factory returned null, or its registration was removed.");
        if (key is ImplementationKey || CrochetProxy.IsProxy(target))
            return target;

        if (ThreadBoundClasses.IsMarked(target.GetType()))
            throw new CrochetConfigurationException(
                [.. ThreadBoundClasses.ProblemsOfInstance(contract, target.GetType(), "AddThreadBound")]);
        var factory = FactoryOf(loops);
        var maker = MakerOf(factory, target);
        var calls = lifetime == ServiceLifetime.Singleton ? null : loops.CallsOf(provider);
        if (calls is not null)
            provider.GetRequiredService<ScopeEnd>();
        // A transient one without a disposal leaves nothing in the root, however many are made there.
        else if (lifetime != ServiceLifetime.Transient || target is IDisposable or IAsyncDisposable)
            provider.GetRequiredService<LoopStop>();
        var proxy = maker.Create(target, new ProxyScope(provider, calls, factory.Loop));
        // What calls hand out is this one from now on. Others are remembered when they are called: there may be very many.
        if (lifetime == ServiceLifetime.Singleton)
            factory.Objects.Remember(target, contract.Type, proxy);
        return proxy;
    }

    private ProxyFactory FactoryOf(ContainerLoops loops) => loops.FactoryFor(loops.Find(loop));

    private IProxyMaker MakerOf(ProxyFactory factory, object target) =>
        factory.MakerOf(Implementation.Of(contract, type ?? target.GetType()));
}
