using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>A service whose instances are proxies of thread-bound objects.</summary>
/// <param name="contract">The interface.</param>
/// <param name="type">The implementation's type, for its name; object where only the factory knows it.</param>
/// <param name="loop">The loop's name; null for the container's own.</param>
/// <param name="options">How the objects are made and kept.</param>
/// <param name="make">Makes an implementation with services from a scope of its own, in the loop's thread.</param>
internal sealed class BoundService(
    InterfaceDescription contract, Type type, string? loop, ThreadBoundOptions options,
    Func<IServiceProvider, CancellationToken, ValueTask<object?>> make) : ILocalService
{
    private readonly BoundSettings _settings = BoundSettings.Of(contract, options, type == typeof(object) ? null : CSharpName.Of(type));
    private readonly bool _createsAtStart = options.CreateAtStart;
    private readonly object? _key = options.ServiceKey;

    public InterfaceDescription Contract { get; } = contract;

    public string? Loop { get; } = loop;

    public ServiceLifetime Lifetime { get; } = options.Lifetime;

    public bool IsMadeAtStart => _createsAtStart && Lifetime == ServiceLifetime.Singleton;

    public IMemberCalls CallsOn(IServiceProvider provider, object target) => MakerOf(ContainerLoops.Of(provider), (BoundTarget)target);

    public ServiceDescriptor Describe() => new(Contract.Type, _key, Resolve, Lifetime);

    /// <summary>
    /// Has the objects made. The task ends with that, but for those in loops that the application runs, and does not yet or on the thread
    /// that starts the host.
    /// </summary>
    public async Task MakeAtStartAsync(IServiceProvider provider)
    {
        var areRun = ContainerLoops.Of(provider).StartsLoops;
        var proxy = _key is null ? provider.GetRequiredService(Contract.Type) : provider.GetRequiredKeyedService(Contract.Type, _key);
        foreach (var bound in ((BoundTarget)Target.Of(proxy)).All)
        {
            var waits = areRun && bound.Loop.State != EventLoopState.Created && !bound.Loop.IsHeldUpHere;
            // Where nobody waits the loop reports the failure.
            var making = bound.Loop.Calls.QueueOrThrow(MakingInvoker.Instance, bound);
            if (waits)
                await making.AsTask().ConfigureAwait(false);
        }
    }

    private object Resolve(IServiceProvider provider, object? key)
    {
        var loops = ContainerLoops.Of(provider);
        // The root's: an object outlives the scope that its proxy was resolved in by as long as its calls need.
        var scopes = provider.GetRequiredService<IServiceScopeFactory>();
        var target = loops.Bind(Loop, _settings, (own, stopping) => MakeAsync(loops, scopes, own, key, stopping));
        return MakerOf(loops, target).Create(target);
    }

    private IBoundProxyMaker MakerOf(ContainerLoops loops, BoundTarget target) =>
        loops.FactoryFor(target.All[0].Loop).BoundMakerOf(Contract, asksOfFailures: _settings.RecreateWhen is not null);

    private async ValueTask<MadeInstance> MakeAsync(ContainerLoops loops, IServiceScopeFactory scopes, EventLoop own, object? key,
        CancellationToken stopping)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var value = await make(new OwnLoopProvider(scope.ServiceProvider, own, key), stopping).ConfigureAwait(true);
            loops.StopBeforeWhatIsMadeSoFar(this);
            return new(value, scope);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(true);
            throw;
        }
    }
}
