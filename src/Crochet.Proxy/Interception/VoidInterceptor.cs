using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Intercepts a member that gives no value.</summary>
internal sealed class VoidInterceptor(MethodPlan plan, CallSettings settings) : CallInterceptor(plan, settings)
{
    protected override object? Call(object body, CancellationToken callerToken)
    {
        switch (Plan.Member.Return.Kind)
        {
            case ReturnKind.Task:
                return Loop.QueueAwaited(Plan, body, Timeout, callerToken);
            case ReturnKind.ValueTask:
                return new ValueTask(Loop.QueueAwaited(Plan, body, Timeout, callerToken));
            case ReturnKind.EventualResult:
                return Loop.QueueCall(Plan, body, callerToken);
        }

        if (Plan.Member.Mode == CallMode.WaitFor)
            Loop.BlockFor(Plan, body, Timeout, callerToken);
        else
            Loop.QueueForgotten(Plan, body, callerToken);
        return null;
    }

    protected override object? CallInPlace(object body, CancellationToken callerToken)
    {
        Loop.RunInPlace(Plan, body, callerToken);
        return null;
    }
}
