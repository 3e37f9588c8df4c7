using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>
/// Events of thread-bound objects, of a group on each of its loops. Subscribing has the object made; unsubscribing does not. The object
/// that takes its place is subscribed to again.
/// </summary>
/// <param name="member">The event's accessor.</param>
/// <param name="accessOf">Gives, for a kind of implementation, what subscribes a delegate to an instance or unsubscribes it.</param>
/// <param name="settings">Of its calls.</param>
/// <param name="factories">Of the loops.</param>
internal sealed class BoundEventSender(
    Member member, Func<Implementation, Action<object, Delegate>> accessOf, CallSettings settings,
    Func<EventLoop, ProxyFactory> factories)
    : EventSender(member, settings)
{
    private readonly CallSettings _settings = settings;
    private (Implementation Implementation, Action<object, Delegate> Call)? _access;

    protected override void SendOne(object proxy, Delegate handler)
    {
        var all = ((BoundTarget)Target.Of(proxy)).All;
        var channel = new CallbackChannel(all[0].Loop, Member.Name);
        foreach (var bound in all)
        {
            var live = new LiveCall
            {
                Loop = bound.Loop,
                Member = Member,
                Settings = _settings,
                Objects = factories(bound.Loop).Objects,
                Proxy = proxy,
                Target = bound,
            };
            Send(live, channel, bound, handler, async (call, token) =>
            {
                var instance = Adds ? bound.Ready : bound.Instance;
                if (Adds && instance is null)
                    instance = await bound.GetAsync(call, arguments: null, Member.Name, TimeProvider.System, token).ConfigureAwait(true);
                return instance is null ? null : callback => Access(instance, callback);
            });
        }
    }

    protected override Action<BoundInstance> SubscriberOf(Delegate callback) => instance => Access(instance, callback);

    /// <summary>On the loop: subscribes a delegate to an instance, or unsubscribes it.</summary>
    private void Access(BoundInstance instance, Delegate callback)
    {
        if (_access is not { } access || access.Implementation != instance.Implementation)
            _access = access = (instance.Implementation, accessOf(instance.Implementation));
        access.Call(instance.Value, callback);
    }
}
