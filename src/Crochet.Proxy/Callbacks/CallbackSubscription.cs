using Crochet.Objects;

namespace Crochet.Callbacks;

/// <summary>One handler that somebody has subscribed to an event.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Callback">What the implementation has in its place.</param>
/// <param name="SubscribeTo">On the loop: subscribes it to another instance; null where there is never another.</param>
internal sealed record CallbackSubscription(string Event, DelegateCallback Callback, Action<BoundInstance>? SubscribeTo);
