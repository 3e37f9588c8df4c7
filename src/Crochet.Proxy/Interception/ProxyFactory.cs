using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Makes proxies for one loop.</summary>
internal sealed class ProxyFactory(EventLoop loop, CrochetOptions options, ConfiguredTimeouts timeouts)
{
    private static readonly CrochetOptions _defaults = new();
    private static readonly ConditionalWeakTable<EventLoop, ProxyFactory> _byLoop = [];

    private readonly ConcurrentDictionary<Implementation, ProxyMaker> _makers = new();
    private readonly ConcurrentDictionary<Implementation, ProxyMaker> _returnedMakers = new();
    private readonly ConcurrentDictionary<(InterfaceDescription, bool), BoundProxyMaker> _boundMakers = new();
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
    public static ProxyFactory For(EventLoop loop) => _byLoop.GetValue(loop, static loop => new(loop, _defaults));

    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker MakerOf(Implementation implementation) =>
        _makers.GetOrAdd(implementation, static (implementation, factory) => new(implementation, factory, isReturned: false), this);

    /// <summary>Makes proxies of what a call in the loop has handed out: its disposal runs in the loop too.</summary>
    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker ReturnedMakerOf(Implementation implementation) =>
        _returnedMakers.GetOrAdd(implementation, static (implementation, factory) => new(implementation, factory, isReturned: true), this);

    /// <summary>Makes a container's proxies of thread-bound objects.</summary>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for them.</exception>
    public BoundProxyMaker BoundMakerOf(InterfaceDescription contract, bool asksOfFailures) => _boundMakers.GetOrAdd(
        (contract, asksOfFailures),
        static (key, factory) =>
            new(key.Item1, member => factory.SettingsOf(key.Item1, member), factory.FactoryFor, key.Item2, isContainers: true),
        this);

    /// <summary>Of a loop that calls of this factory's proxies run in.</summary>
    public ProxyFactory FactoryFor(EventLoop other) => ReferenceEquals(other, Loop) || Siblings is null ? this : Siblings(other);

    public CallSettings SettingsOf(InterfaceDescription contract, Member member) => new(Timeouts, contract, member, options.SameLoopCalls);
}
