using Crochet.Calls;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task, of a value or of none.</summary>
internal sealed class TaskSender<TRoute, TArguments, T, TTask>(TRoute route, CallInvoker invoker, CallSettings settings)
    : CompiledSender<TArguments, TTask>
    where TRoute : struct, ICompiledRoute<TArguments>
    where TArguments : struct
    where TTask : Task
{
    public override bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out TTask returned)
    {
        if (!route.TryFind(ref target, ref arguments, out var loop))
        {
            returned = null!;
            return false;
        }

        var call = new CompiledCall<TArguments, T>(loop);
        call.Give(arguments);
        returned = (TTask)(Task)loop.Calls.QueueAwaited(call, invoker, target, settings.Timeout, callerToken);
        return true;
    }
}
