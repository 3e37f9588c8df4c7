using System.Collections.Frozen;
using System.Text.Json;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Registration;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>One interface whose calls this process runs for others.</summary>
internal sealed class OfferedInterface
{
    private readonly InterfaceDescription _contract;
    private readonly ILocalService _service;
    private readonly IServiceProvider _provider;
    private readonly FrozenDictionary<string, MemberCodec> _members;
    private readonly Lazy<object> _singleton;

    public OfferedInterface(InterfaceDescription contract, ILocalService service, IServiceProvider provider, JsonSerializerOptions json)
    {
        _contract = contract;
        _service = service;
        _provider = provider;
        Name = WireName.Of(contract);
        _members = contract.Members
            .Where(static member => !member.IsDisposal)
            .Select(member => MemberCodec.Of(member, json))
            .ToFrozenDictionary(static codec => codec.Name);
        _singleton = new(() => Resolve(provider));
    }

    /// <summary>The interface's name between processes.</summary>
    public string Name { get; }

    /// <summary>The member by its name between processes; null where this version of the interface has none of it.</summary>
    public MemberCodec? Find(string member) => _members.GetValueOrDefault(member);

    /// <summary>
    /// What this version has instead, for a message: "Find(System.Int32):System.String"; empty where there is nothing of the name.
    /// </summary>
    public string Alternatives(string member) =>
        string.Join(" or ", _members.Keys.Where(known => WireName.Plain(known) == WireName.Plain(member)).Order(StringComparer.Ordinal));

    /// <summary>Queues a call in this process; throws where its loop refuses it.</summary>
    /// <param name="codec">The member.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scope">What the object lives in, to be disposed of after the call; null for a singleton.</param>
    public EventualResult Start(MemberCodec codec, object?[] arguments, out AsyncServiceScope? scope)
    {
        scope = null;
        if (_service.Lifetime == ServiceLifetime.Singleton)
            return Start(_provider, _singleton.Value, codec, arguments);
        var own = _provider.CreateAsyncScope();
        scope = own;
        return Start(own.ServiceProvider, Resolve(own.ServiceProvider), codec, arguments);
    }

    /// <summary>A stream of this process; nothing runs before its first step.</summary>
    /// <param name="codec">The member.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scope">What the object lives in, to be disposed of after the stream; null for a singleton.</param>
    public IServedSteps Open(MemberCodec codec, object?[] arguments, out AsyncServiceScope? scope)
    {
        scope = null;
        var provider = _provider;
        if (_service.Lifetime != ServiceLifetime.Singleton)
        {
            var own = _provider.CreateAsyncScope();
            scope = own;
            provider = own.ServiceProvider;
        }

        var target = scope is null ? _singleton.Value : Resolve(provider);
        return codec.Serve(_service.CallsOn(provider, target).Find(codec.Member).OpenStream(target, arguments)).Open();
    }

    private EventualResult Start(IServiceProvider provider, object target, MemberCodec codec, object?[] arguments) =>
        _service.CallsOn(provider, target).Find(codec.Member).Start(target, arguments);

    // The last is the one that the container gives, but for the proxy that leads to other processes.
    private object Resolve(IServiceProvider provider)
    {
        var proxy = provider.GetServices(_contract.Type)
            .LastOrDefault(static service => service is not null && !RemoteProxyMaker.IsRemote(service));
        return proxy is not null && CrochetProxy.IsProxy(proxy)
            ? Target.Of(proxy)
            : throw new InvalidOperationException(
                $"{_contract.Name} is offered to the cluster, and what the container gives for it is no proxy of Crochet's. "
                + "Register it with AddProxied or AddThreadBound, and nothing after that.");
    }
}
