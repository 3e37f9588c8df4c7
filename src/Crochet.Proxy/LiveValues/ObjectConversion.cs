using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>Objects of a marked interface: proxies outside, the objects themselves inside.</summary>
internal sealed class ObjectConversion(InterfaceDescription contract) : LiveConversion
{
    public override object ToCaller(object value, LiveCall call) => call.IsOwnTarget(value) && contract.Type.IsInstanceOfType(call.Proxy)
        ? call.Proxy!
        : call.Objects.ProxyOf(value, contract);

    public override object ToLoop(object value, EventLoop loop) => LiveObjects.Behind(value, loop) ?? value;
}
