using Crochet.Calls;

namespace Crochet.Generated;

/// <summary>Members that hand back a result without a value.</summary>
internal sealed class PostVoidSender<TArguments>(EventLoop loop, CallInvoker invoker) : CompiledSender<TArguments, EventualResult>
    where TArguments : struct
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out EventualResult returned)
    {
        returned = new CompiledCall<TArguments>(loop, arguments);
        loop.Calls.Queue(returned, invoker, target, callerToken);
        return true;
    }
}
