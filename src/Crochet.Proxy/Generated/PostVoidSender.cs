using Crochet.Calls;

namespace Crochet.Generated;

/// <summary>Members that hand back a result without a value.</summary>
internal sealed class PostVoidSender<TRoute, TArguments>(TRoute route, CallInvoker invoker) : CompiledSender<TArguments, EventualResult>
    where TRoute : struct, ICompiledRoute<TArguments>
    where TArguments : struct
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out EventualResult returned)
    {
        if (!route.TryFind(ref target, ref arguments, out var loop))
        {
            returned = null!;
            return false;
        }

        returned = new CompiledCall<TArguments>(loop, arguments);
        loop.Calls.Queue(returned, invoker, target, callerToken);
        return true;
    }
}
