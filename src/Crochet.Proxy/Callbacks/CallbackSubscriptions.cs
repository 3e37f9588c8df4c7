using System.Runtime.CompilerServices;

namespace Crochet.Callbacks;

/// <summary>The handlers that are subscribed to the events of one object, by whichever of its proxies. From any thread.</summary>
internal sealed class CallbackSubscriptions
{
    private static readonly ConditionalWeakTable<object, CallbackSubscriptions> _known = [];

    private readonly Lock _lock = new();
    private readonly List<CallbackSubscription> _subscriptions = [];

    /// <summary>Of an implementation, or of what a thread-bound proxy stands for.</summary>
    public static CallbackSubscriptions Of(object target) => _known.GetOrCreateValue(target);

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<CallbackSubscription> All
    {
        get
        {
            lock (_lock)
                return [.. _subscriptions];
        }
    }

    public void Add(CallbackSubscription subscription)
    {
        lock (_lock)
            _subscriptions.Add(subscription);
    }

    public void Remove(CallbackSubscription subscription)
    {
        lock (_lock)
            _subscriptions.Remove(subscription);
    }

    /// <summary>Takes the last subscription of that handler, or of an equal one; null where there is none.</summary>
    public CallbackSubscription? Take(string @event, Delegate handler)
    {
        lock (_lock)
        {
            var index = _subscriptions.FindLastIndex(one => one.Event == @event && one.Callback.StandsFor(handler));
            if (index < 0)
                return null;
            var subscription = _subscriptions[index];
            _subscriptions.RemoveAt(index);
            return subscription;
        }
    }
}
