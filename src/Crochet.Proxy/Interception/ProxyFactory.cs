using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>Makes proxies for one loop.</summary>
internal sealed class ProxyFactory(EventLoop loop, CrochetOptions options)
{
    private static readonly CrochetOptions _defaults = new();
    private static readonly ConditionalWeakTable<EventLoop, ProxyFactory> _byLoop = [];

    private readonly ConcurrentDictionary<Implementation, ProxyMaker> _makers = new();

    public EventLoop Loop { get; } = loop;
    public ConfiguredTimeouts Timeouts { get; } = new(options.Timeouts);

    /// <summary>The factory for proxies without options.</summary>
    public static ProxyFactory For(EventLoop loop) => _byLoop.GetValue(loop, static loop => new(loop, _defaults));

    /// <exception cref="CrochetConfigurationException">The interface or the implementation cannot work.</exception>
    public ProxyMaker MakerOf(Implementation implementation) =>
        _makers.GetOrAdd(implementation, static (implementation, factory) => new(implementation, factory.Loop, member => factory.SettingsOf(implementation.Contract, member)), this);

    public CallSettings SettingsOf(InterfaceDescription contract, Member member) => new(Timeouts, contract, member, options.SameLoopCalls);
}
