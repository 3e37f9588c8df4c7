using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Callbacks;

/// <summary>
/// Subscribes to an event marked [Callback], or unsubscribes: in the loop, while the caller waits. Each handler is a subscription of its
/// own.
/// </summary>
internal abstract class EventAccess(Member member, CallSettings settings)
{
    private readonly bool _adds = member.Method.Name.StartsWith("add_", StringComparison.Ordinal);
    private readonly SubscriptionInvoker _invoker = new(member.Name);

    protected Member Member => member;

    /// <summary>Whether it subscribes.</summary>
    protected bool Adds => _adds;

    /// <summary>What subscribes a delegate to the instance that takes the place of this one; null where none will.</summary>
    protected virtual Action<BoundInstance>? SubscriberOf(Delegate callback) => null;

    /// <summary>Adds the handler, or takes it off.</summary>
    /// <param name="live">What stands for the objects that the handler is called with.</param>
    /// <param name="channel">Of the subscription.</param>
    /// <param name="owner">What the subscriptions are known by.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="subscribing">Gives, on the loop, what subscribes a delegate to the object or unsubscribes it; null where there is
    /// none yet.</param>
    protected void Send(
        LiveCall live, CallbackChannel channel, object owner, Delegate handler,
        Func<EventualResult?, CancellationToken, ValueTask<Action<Delegate>?>> subscribing)
    {
        var giving = CallbackGiving.Here(live.Loop, isCallerBlocked: true);
        var callback = _adds ? DelegateCallback.Of(handler, member.ParameterTypes[0], channel, live, giving) : null;
        RunInLoop(live.Loop, async (call, token) =>
        {
            var subscriptions = CallbackSubscriptions.Of(owner);
            if (callback is not null)
            {
                (await subscribing(call, token).ConfigureAwait(true))!(callback.Wrapper);
                subscriptions.Add(new(member.ShortName, callback, SubscriberOf(callback.Wrapper)));
            }
            else if (subscriptions.Take(member.ShortName, handler) is { } subscription)
            {
                (await subscribing(call, token).ConfigureAwait(true))?.Invoke(subscription.Callback.Wrapper);
            }
        });
    }

    private void RunInLoop(EventLoop loop, Func<EventualResult?, CancellationToken, Task> act)
    {
        if (loop.IsInLoopThread)
        {
            var task = act(null, loop.Stopping);
            if (task.IsCompleted)
                task.GetAwaiter().GetResult();
            else
                _ = ReportAsync(loop, task);
            return;
        }

        try
        {
            if (loop.IsHeldUpHere)
                loop.Calls.QueueForgotten(_invoker, act);
            else
                loop.Calls.Block(_invoker, act, settings.Timeout);
        }
        catch (EventLoopStoppedException) when (!_adds)
        {
            // Nothing is delivered any more.
        }
    }

    private async Task ReportAsync(EventLoop loop, Task task)
    {
        try
        {
            await task.ConfigureAwait(loop.Schedule is not null);
        }
        catch (Exception exception)
        {
            loop.Report(new Failure(exception), member.Name);
        }
    }
}
