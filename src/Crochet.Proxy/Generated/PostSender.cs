using Crochet.Calls;

namespace Crochet.Generated;

/// <summary>Members that hand back a result at once: the call is the result.</summary>
internal sealed class PostSender<TArguments, T>(EventLoop loop, CallInvoker invoker) : CompiledSender<TArguments, EventualResult<T>>
    where TArguments : struct
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out EventualResult<T> returned)
    {
        var call = new CompiledCall<TArguments, T>(loop);
        call.Give(arguments);
        loop.Calls.Queue(call, invoker, target, callerToken);
        returned = call;
        return true;
    }
}
