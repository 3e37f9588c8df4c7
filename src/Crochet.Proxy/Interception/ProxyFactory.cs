using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Makes proxies for one loop.</summary>
internal sealed class ProxyFactory(EventLoop loop, CrochetOptions options, ConfiguredTimeouts timeouts)
{
    private static readonly CrochetOptions _defaults = new();
    private static readonly ConditionalWeakTable<EventLoop, ProxyFactory> _byLoop = [];

    private readonly ConcurrentDictionary<Implementation, ProxyMaker> _makers = new();
    private readonly ConcurrentDictionary<(InterfaceDescription, bool), BoundProxyMaker> _boundMakers = new();

    public ProxyFactory(EventLoop loop, CrochetOptions options)
        : this(loop, options, new(options.Timeouts))
    {
    }

    public EventLoop Loop { get; } = loop;
    public ConfiguredTimeouts Timeouts { get; } = timeouts;

    /// <summary>The factory for proxies without options.</summary>
    public static ProxyFactory For(EventLoop loop) => _byLoop.GetValue(loop, static loop => new(loop, _defaults));

    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker MakerOf(Implementation implementation) =>
        _makers.GetOrAdd(implementation, static (implementation, factory) =>
            new(implementation, factory.Loop, member => factory.SettingsOf(implementation.Contract, member)), this);

    /// <summary>Makes a container's proxies of thread-bound objects.</summary>
    /// <exception cref="CrochetConfigurationException">The interface cannot work for them.</exception>
    public BoundProxyMaker BoundMakerOf(InterfaceDescription contract, bool asksOfFailures) => _boundMakers.GetOrAdd(
        (contract, asksOfFailures),
        static (key, factory) => new(key.Item1, member => factory.SettingsOf(key.Item1, member), key.Item2, isContainers: true),
        this);

    public CallSettings SettingsOf(InterfaceDescription contract, Member member) => new(Timeouts, contract, member, options.SameLoopCalls);
}
