using Castle.DynamicProxy;

namespace Crochet.Interception;

/// <summary>Intercepts one marked member for one loop: queues its calls, and hands back what its callers get.</summary>
internal abstract class CallInterceptor(MethodPlan plan, CallSettings settings) : IInterceptor
{
    protected MethodPlan Plan { get; } = plan;
    protected EventLoop Loop { get; } = settings.Loop;

    protected TimeSpan Timeout { get; } = settings.Timeout;

    public static CallInterceptor Of(MethodPlan plan, CallSettings settings)
    {
        var type = plan.Member.Return.Value;
        return type == typeof(void)
            ? new VoidInterceptor(plan, settings)
            : (CallInterceptor)Activator.CreateInstance(typeof(ValueInterceptor<>).MakeGenericType(type), plan, settings)!;
    }

    public void Intercept(IInvocation invocation)
    {
        Plan.Prepare();
        var callerToken = Plan.Member.TokenOf(invocation);
        var body = Plan.BodyOf(invocation);
        if (!Plan.Member.Blocks || !Loop.IsInLoopThread)
            invocation.ReturnValue = Call(body, callerToken);
        else if (settings.SameLoopCalls == SameLoopCallBehavior.RunInPlace)
            invocation.ReturnValue = CallInPlace(body, callerToken);
        else
            throw EventLoopDeadlockException.OnOwnLoop(Loop, Plan.Member.Name, Plan.WayOutOf(invocation));
        Plan.Release(body);
    }

    protected abstract object? Call(object body, CancellationToken callerToken);

    protected abstract object? CallInPlace(object body, CancellationToken callerToken);
}
