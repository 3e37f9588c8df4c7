using Castle.DynamicProxy;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>
/// Events of thread-bound objects, of a group on each of its loops. Subscribing has the object made; unsubscribing does not. The object
/// that takes its place is subscribed to again.
/// </summary>
internal sealed class BoundEventInterceptor(Member member, CallSettings settings, Func<EventLoop, ProxyFactory> factories)
    : EventInterceptor(member, settings)
{
    private readonly CallSettings _settings = settings;
    private (Implementation Implementation, StraightCall Call)? _access;

    protected override void Intercept(IInvocation invocation, Delegate handler)
    {
        var all = ((BoundTarget)Target.Of(invocation.Proxy)).All;
        var channel = new CallbackChannel(all[0].Loop, Member.Name);
        foreach (var bound in all)
        {
            var live = new LiveCall
            {
                Loop = bound.Loop,
                Member = Member,
                Settings = _settings,
                Objects = factories(bound.Loop).Objects,
                Proxy = invocation.Proxy,
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
        {
            var method = instance.Implementation.MethodFor(Member)!;
            _access = access = (instance.Implementation, CallCompiler.CompileStraight(Member, method, isDefault: false));
        }

        access.Call(instance.Value, [callback]);
    }
}
