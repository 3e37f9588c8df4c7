using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Intercepts a member that gives a value.</summary>
internal sealed class ValueInterceptor<T>(MethodPlan plan, CallSettings settings) : CallInterceptor(plan, settings)
{
    protected override object? Call(object body, CancellationToken callerToken) => Plan.Member.Return.Kind switch
    {
        ReturnKind.Plain => Loop.Calls.Block<T>(Plan, body, Timeout, callerToken),
        ReturnKind.Task => Loop.Calls.QueueAwaited<T>(Plan, body, Timeout, callerToken),
        ReturnKind.ValueTask => new ValueTask<T>(Loop.Calls.QueueAwaited<T>(Plan, body, Timeout, callerToken)),
        _ => Loop.Calls.Queue<T>(Plan, body, callerToken),
    };

    protected override object? CallInPlace(object body, CancellationToken callerToken) => Loop.Calls.RunInPlace<T>(Plan, body, callerToken);
}
