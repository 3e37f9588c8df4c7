using System.ComponentModel;
using Crochet.Callbacks;

namespace Crochet.Generated;

/// <summary>
/// An accessor of an event with [Callback] of a generated proxy: it subscribes in the loop, or unsubscribes. For generated code alone; it
/// may change with any version.
/// </summary>
/// <typeparam name="TDelegate">The event's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProxyEvent<TDelegate> where TDelegate : Delegate
{
    private readonly EventSender _sender;

    internal ProxyEvent(EventSender sender) => _sender = sender;

    /// <summary>Adds the handlers, or takes them off.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="handlers">The handlers, combined; null for none.</param>
    public void Send(CompiledProxy proxy, TDelegate? handlers)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        _sender.Send(proxy, handlers);
    }
}
