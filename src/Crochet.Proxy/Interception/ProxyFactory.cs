using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Makes proxies for one loop: the compiled one, where there is one.</summary>
internal sealed class ProxyFactory(EventLoop loop, CrochetOptions options, ConfiguredTimeouts timeouts)
{
    private static readonly CrochetOptions _defaults = new();
    private static readonly ConfiguredTimeouts _noTimeouts = new(new Dictionary<string, TimeSpan>());
    private static readonly ConditionalWeakTable<EventLoop, ProxyFactory> _byLoop = [];
    private static readonly ConcurrentDictionary<BoundKey, IBoundProxyMaker> _withoutContainer = new();

    private readonly ConcurrentDictionary<Implementation, IProxyMaker> _makers = new();
    private readonly ConcurrentDictionary<Implementation, IProxyMaker> _returnedMakers = new();
    private readonly ConcurrentDictionary<BoundKey, IBoundProxyMaker> _boundMakers = new();
    private LiveObjects? _objects;

    public ProxyFactory(EventLoop loop, CrochetOptions options)
        : this(loop, options, new(options.Timeouts))
    {
    }

    public EventLoop Loop { get; } = loop;
    public ConfiguredTimeouts Timeouts { get; } = timeouts;

    /// <summary>The proxies of objects that calls in the loop have handed out.</summary>
    public LiveObjects Objects => _objects ?? Interlocked.CompareExchange(ref _objects, new(this), null) ?? _objects;

    /// <summary>The factories of the other loops with the same options; null where there are none.</summary>
    public Func<EventLoop, ProxyFactory>? Siblings { get; init; }

    /// <summary>The factory for proxies without options.</summary>
    public static ProxyFactory For(EventLoop loop) =>
        _byLoop.GetValue(loop, static loop => new(loop, _defaults, _noTimeouts));

    /// <summary>Makes proxies of thread-bound objects that no container disposes of and no options configure.</summary>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for them.</exception>
    public static IBoundProxyMaker WithoutContainer(InterfaceDescription contract, BoundSettings settings) => _withoutContainer.GetOrAdd(
        new(contract, settings.RecreateWhen is not null),
        static key => Make(
            key.Contract, member => new(_noTimeouts, key.Contract, member, default), For, key.AsksOfFailures, isContainers: false));

    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public IProxyMaker MakerOf(Implementation implementation) =>
        _makers.GetOrAdd(implementation, static (implementation, factory) => Make(implementation, factory, isReturned: false), this);

    /// <summary>Makes proxies of what a call in the loop has handed out: its disposal runs in the loop too.</summary>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public IProxyMaker ReturnedMakerOf(Implementation implementation) =>
        _returnedMakers.GetOrAdd(implementation, static (implementation, factory) => Make(implementation, factory, isReturned: true), this);

    /// <summary>Makes a container's proxies of thread-bound objects.</summary>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for them.</exception>
    public IBoundProxyMaker BoundMakerOf(InterfaceDescription contract, bool asksOfFailures) => _boundMakers.GetOrAdd(
        new(contract, asksOfFailures),
        static (key, factory) => Make(
            key.Contract, member => factory.SettingsOf(key.Contract, member), factory.FactoryFor, key.AsksOfFailures, isContainers: true),
        this);

    /// <summary>Of a loop that calls of this factory's proxies run in.</summary>
    public ProxyFactory FactoryFor(EventLoop other) => ReferenceEquals(other, Loop) || Siblings is null ? this : Siblings(other);

    public CallSettings SettingsOf(InterfaceDescription contract, Member member) => new(Timeouts, contract, member, options.SameLoopCalls);

    private static IProxyMaker Make(Implementation implementation, ProxyFactory factory, bool isReturned)
    {
        CrochetConfigurationException.ThrowIfAny(implementation.Problems);
        return CompiledContract.PlanFor(implementation.Contract.Type, implementation.Type) is { } plan
            ? new CompiledProxyMaker(plan, implementation, factory, isReturned)
            : RunTimeProxies.MakerOf(implementation, factory, isReturned);
    }

    private static IBoundProxyMaker Make(
        InterfaceDescription contract, Func<Member, CallSettings> settings, Func<EventLoop, ProxyFactory> factories, bool asksOfFailures,
        bool isContainers)
    {
        if (CompiledContract.Of(contract.Type) is not { } compiled)
            return MakeAtRunTime();
        var wiring = new BoundWiring(compiled.AnyPlan, contract, settings, factories, asksOfFailures);
        return new CompiledBoundMaker(contract, compiled.AnyPlan, wiring, isContainers, MakeAtRunTime);

        IBoundProxyMaker MakeAtRunTime() => RunTimeProxies.BoundMakerOf(contract, settings, factories, asksOfFailures, isContainers);
    }

    private sealed record BoundKey(InterfaceDescription Contract, bool AsksOfFailures);
}
