using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>Sends the calls of a member that gives no value.</summary>
internal class VoidSender(MemberInvoker invoker, LoopRoute route, CallSettings settings) : CallSender(invoker, route, settings)
{
    protected override EventualResult StartIn(EventLoop loop, CallArguments arguments) => loop.Calls.QueueOrThrow(Invoker, arguments);

    protected override object? SendTo(EventLoop loop, CallArguments arguments, CancellationToken callerToken)
    {
        switch (ReturnKind)
        {
            case ReturnKind.Task:
                return loop.Calls.QueueAwaited(Invoker, arguments, Timeout, callerToken);
            case ReturnKind.ValueTask:
                return new ValueTask(loop.Calls.QueueAwaited(Invoker, arguments, Timeout, callerToken));
            case ReturnKind.EventualResult:
                return loop.Calls.Queue(Invoker, arguments, callerToken);
        }

        if (Invoker.Member.Mode == CallMode.WaitFor)
            loop.Calls.Block(Invoker, arguments, Timeout, callerToken);
        else
            loop.Calls.QueueForgotten(Invoker, arguments, callerToken);
        return null;
    }

    protected override object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken)
    {
        loop.Calls.RunInPlace(Invoker, arguments, callerToken);
        return null;
    }
}
