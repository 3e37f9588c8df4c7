using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>Events of an implementation that is there.</summary>
/// <param name="member">The event's accessor.</param>
/// <param name="access">On the loop: subscribes a delegate to the implementation, or unsubscribes it.</param>
/// <param name="settings">Of its calls.</param>
/// <param name="factory">Of the loop.</param>
internal sealed class OwnEventSender(Member member, Action<object, Delegate> access, CallSettings settings, ProxyFactory factory)
    : EventSender(member, settings)
{
    private readonly CallSettings _settings = settings;

    protected override void SendOne(object proxy, Delegate handler)
    {
        var target = Target.Of(proxy);
        var live = new LiveCall
        {
            Loop = factory.Loop,
            Member = Member,
            Settings = _settings,
            Objects = factory.Objects,
            Proxy = proxy,
            Target = target,
        };
        Send(live, new(factory.Loop, Member.Name), target, handler, (_, _) => new(callback => access(target, callback)));
    }
}
