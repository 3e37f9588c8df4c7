using Crochet.Calls;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Void members whose callers block.</summary>
internal sealed class BlockingVoidSender<TArguments>(EventLoop loop, CallInvoker invoker, CallSettings settings)
    : CompiledSender<TArguments, Nothing>
    where TArguments : struct
{
    private readonly BlockingSender<TArguments, VoidValue> _sender = new(loop, invoker, settings);

    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out Nothing returned)
    {
        returned = default;
        return _sender.TrySend(target, arguments, callerToken, out _);
    }
}
