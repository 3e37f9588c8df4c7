using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>Sends the calls of a member that gives no value.</summary>
internal class VoidSender(MemberInvoker invoker, LoopRoute route, CallSettings settings) : CallSender(invoker, route, settings)
{
    protected override EventualResult StartIn(EventLoop loop, CallArguments arguments) => loop.Calls.QueueOrThrow(Invoker, arguments);

    public override object? SendTo(EventLoop loop, CallInvoker invoker, object body, CancellationToken callerToken)
    {
        switch (ReturnKind)
        {
            case ReturnKind.Task:
                return loop.Calls.QueueAwaited(invoker, body, Timeout, callerToken);
            case ReturnKind.ValueTask:
                return new ValueTask(loop.Calls.QueueAwaited(invoker, body, Timeout, callerToken));
            case ReturnKind.EventualResult:
                return loop.Calls.Queue(invoker, body, callerToken);
        }

        if (Invoker.Member.Mode == CallMode.WaitFor)
            loop.Calls.Block(invoker, body, Timeout, callerToken);
        else
            loop.Calls.QueueForgotten(invoker, body, callerToken);
        return null;
    }

    protected override object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken)
    {
        loop.Calls.RunInPlace(Invoker, arguments, callerToken);
        return null;
    }
}
