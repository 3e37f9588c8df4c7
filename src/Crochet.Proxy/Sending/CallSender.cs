using Crochet.Calls;
using Crochet.Generated;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;

namespace Crochet.Sending;

/// <summary>
/// The caller's side of one marked member: finds the loop and the object of a call, queues it or blocks for it, and shapes what the caller
/// gets. It knows nothing of how proxies are made.
/// </summary>
internal abstract class CallSender(MemberInvoker invoker, LoopRoute route, CallSettings settings) : ICallSender
{
    /// <summary>The member's name: "IDns.GetHostByName".</summary>
    public string Name => Invoker.Member.Name;

    /// <summary>Whether it sends nothing: what it hands back is a stream, whose readers make the call.</summary>
    public virtual bool IsSentByReaders => false;

    protected LoopRoute Route => route;

    protected CallSettings Settings => settings;

    protected MemberInvoker Invoker { get; } = invoker;

    protected ReturnKind ReturnKind { get; } = invoker.Member.Return.Kind;

    protected TimeSpan Timeout => settings.Timeout;

    protected SameLoopCallBehavior SameLoopCalls => settings.SameLoopCalls;

    public static CallSender Of(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan = null)
    {
        var shape = invoker.Member.Return;
        if (shape.IsVoid)
            return new VoidSender(invoker, route, settings);
        return shape.IsAsyncStream
            ? KnownType.Of(shape.Value.GenericTypeArguments[0]).CreateStreamSender(invoker, route, settings, plan)
            : KnownType.Of(shape.Value).CreateValueSender(invoker, route, settings);
    }

    /// <summary>Where a call with these arguments runs; their target is then the object there. Null for several loops.</summary>
    public virtual EventLoop? FindLoop(CallArguments arguments) => route.Find(arguments);

    /// <inheritdoc/>
    public virtual object? Send(CallArguments arguments, CancellationToken callerToken)
    {
        Invoker.Prepare();
        var member = Invoker.Member;
        var loop = Route.Find(arguments);
        object? returned;
        if (!member.Blocks || !loop.IsInLoopThread)
            returned = SendTo(loop, Invoker, arguments, callerToken);
        else if (SameLoopCalls == SameLoopCallBehavior.RunInPlace)
            returned = RunInPlace(loop, arguments, callerToken);
        else
            throw EventLoopDeadlockException.OnOwnLoop(loop, member.Name, Invoker.WayOutOf(arguments));
        if (member.Blocks)
            arguments.Return();
        return returned;
    }

    /// <summary>
    /// Queues a call for somebody who follows it himself: no timeout holds for it, and nobody blocks. Throws where the loop refuses it.
    /// </summary>
    public EventualResult Start(CallArguments arguments)
    {
        Invoker.Prepare();
        return StartIn(route.Find(arguments), arguments);
    }

    /// <summary>A stream whose reader is in another process, and has the timeouts there.</summary>
    public virtual object OpenStream(CallArguments arguments) => throw new NotSupportedException($"{Name} gives no stream.");

    protected abstract EventualResult StartIn(EventLoop loop, CallArguments arguments);

    /// <summary>Queues a call in the loop, or blocks for it, and gives what the caller gets.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="invoker">Calls the implementation with the body.</param>
    /// <param name="body">The arguments, in whatever form the invoker takes them.</param>
    /// <param name="callerToken">Cancels the call.</param>
    public abstract object? SendTo(EventLoop loop, CallInvoker invoker, object body, CancellationToken callerToken);

    protected abstract object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken);
}
