using Crochet.Calls;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back the value itself: a thread's calls share one object.</summary>
internal sealed class BlockingSender<TRoute, TArguments, T>(TRoute route, CallInvoker invoker, CallSettings settings)
    : CompiledSender<TArguments, T>
    where TRoute : struct, ICompiledRoute<TArguments>
    where TArguments : struct
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out T returned)
    {
        // What a loop's thread may do, the other way knows; and a token may be about to cancel a call that has ended.
        if (callerToken.CanBeCanceled || !route.TryFind(ref target, ref arguments, out var loop) || EventLoop.BlockedHere(loop) is not null)
        {
            returned = default!;
            return false;
        }

        var call = CallPool<CompiledCall<TArguments, T>>.TryRent(loop) ?? new CompiledCall<TArguments, T>(loop);
        call.Give(arguments);
        returned = loop.Calls.Block(call, invoker, target, settings.Timeout);
        CallPool<CompiledCall<TArguments, T>>.Return(call);
        return true;
    }
}
