using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>The caller's side of an event's accessor. It knows nothing of how proxies are made.</summary>
internal abstract class EventSender(Member member, CallSettings settings) : EventAccess(member, settings)
{
    /// <summary>Takes one call of the event's accessor.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="given">The handlers, combined; null for none.</param>
    public void Send(object proxy, Delegate? given)
    {
        foreach (var handler in given?.GetInvocationList() ?? [])
            SendOne(proxy, handler);
    }

    protected abstract void SendOne(object proxy, Delegate handler);
}
