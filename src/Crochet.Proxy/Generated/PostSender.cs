using Crochet.Calls;

namespace Crochet.Generated;

/// <summary>Members that hand back a result at once: the call is the result.</summary>
internal sealed class PostSender<TRoute, TArguments, T>(TRoute route, CallInvoker invoker) : CompiledSender<TArguments, EventualResult<T>>
    where TRoute : struct, ICompiledRoute<TArguments>
    where TArguments : struct
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out EventualResult<T> returned)
    {
        if (!route.TryFind(ref target, ref arguments, out var loop))
        {
            returned = null!;
            return false;
        }

        var call = new CompiledCall<TArguments, T>(loop);
        call.Give(arguments);
        loop.Calls.Queue(call, invoker, target, callerToken);
        returned = call;
        return true;
    }
}
