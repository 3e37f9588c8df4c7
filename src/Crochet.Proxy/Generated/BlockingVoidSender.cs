using Crochet.Calls;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Void members whose callers block.</summary>
internal sealed class BlockingVoidSender<TRoute, TArguments>(TRoute route, CallInvoker invoker, CallSettings settings)
    : CompiledSender<TArguments, Nothing>
    where TRoute : struct, ICompiledRoute<TArguments>
    where TArguments : struct
{
    private readonly BlockingSender<TRoute, TArguments, VoidValue> _sender = new(route, invoker, settings);

    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out Nothing returned)
    {
        returned = default;
        return _sender.TrySend(target, arguments, callerToken, out _);
    }
}
