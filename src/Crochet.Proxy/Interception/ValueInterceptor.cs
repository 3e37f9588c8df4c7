using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Intercepts a member that gives a value.</summary>
internal sealed class ValueInterceptor<T>(MethodPlan plan, CallSettings settings) : CallInterceptor(plan, settings)
{
    protected override object? Call(object body, CancellationToken callerToken) => Plan.Member.Return.Kind switch
    {
        ReturnKind.Plain => Loop.Call<T>(Plan, body, Timeout, callerToken),
        ReturnKind.Task => Loop.CallAsync<T>(Plan, body, Timeout, callerToken),
        ReturnKind.ValueTask => new ValueTask<T>(Loop.CallAsync<T>(Plan, body, Timeout, callerToken)),
        _ => Loop.Start<T>(Plan, body, callerToken),
    };

    protected override object? CallInPlace(object body, CancellationToken callerToken) => Loop.RunInPlace<T>(Plan, body, callerToken);
}
