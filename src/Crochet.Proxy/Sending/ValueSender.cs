using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>Sends the calls of a member that gives a value.</summary>
internal sealed class ValueSender<T>(MemberInvoker invoker, LoopRoute route, CallSettings settings) : CallSender(invoker, route, settings)
{
    protected override EventualResult StartIn(EventLoop loop, CallArguments arguments) => loop.Calls.QueueOrThrow<T>(Invoker, arguments);

    /// <summary>Makes one call of a member that hands back the value itself.</summary>
    public T Block(CallArguments arguments, CancellationToken callerToken)
    {
        Invoker.Prepare();
        var loop = Route.Find(arguments);
        T value;
        if (!loop.IsInLoopThread)
            value = loop.Calls.Block<T>(Invoker, arguments, Timeout, callerToken);
        else if (SameLoopCalls == SameLoopCallBehavior.RunInPlace)
            value = loop.Calls.RunInPlace<T>(Invoker, arguments, callerToken);
        else
            throw EventLoopDeadlockException.OnOwnLoop(loop, Invoker.Member.Name, Invoker.WayOutOf(arguments));
        arguments.Return();
        return value;
    }

    public override object? SendTo(EventLoop loop, CallInvoker invoker, object body, CancellationToken callerToken) => ReturnKind switch
    {
        ReturnKind.Plain => loop.Calls.Block<T>(invoker, body, Timeout, callerToken),
        ReturnKind.Task => loop.Calls.QueueAwaited<T>(invoker, body, Timeout, callerToken),
        ReturnKind.ValueTask => new ValueTask<T>(loop.Calls.QueueAwaited<T>(invoker, body, Timeout, callerToken)),
        _ => loop.Calls.Queue<T>(invoker, body, callerToken),
    };

    protected override object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken) =>
        loop.Calls.RunInPlace<T>(Invoker, arguments, callerToken);
}
