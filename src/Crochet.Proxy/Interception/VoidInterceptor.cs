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
                return Loop.Calls.QueueAwaited(Plan, body, Timeout, callerToken);
            case ReturnKind.ValueTask:
                return new ValueTask(Loop.Calls.QueueAwaited(Plan, body, Timeout, callerToken));
            case ReturnKind.EventualResult:
                return Loop.Calls.Queue(Plan, body, callerToken);
        }

        if (Plan.Member.Mode == CallMode.WaitFor)
            Loop.Calls.Block(Plan, body, Timeout, callerToken);
        else
            Loop.Calls.QueueForgotten(Plan, body, callerToken);
        return null;
    }

    protected override object? CallInPlace(object body, CancellationToken callerToken)
    {
        Loop.Calls.RunInPlace(Plan, body, callerToken);
        return null;
    }
}
