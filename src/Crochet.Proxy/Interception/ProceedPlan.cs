using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Runs the interceptors that come after ours, and then the target, in the loop: for proxies that others make.</summary>
internal sealed class ProceedPlan(Member member) : MethodPlan(member)
{
    private readonly Action<EventualResult, object?> _end = Ending.ByShape(member.Name, member.Return);

    public override bool TakesToken => Member.TokenIndex >= 0;

    // A copy has its own place in the chain and its own return value, so that the caller can leave before the loop has proceeded.
    public override object BodyOf(IInvocation invocation) => Copy(invocation);

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var invocation = (IInvocation)body;
        if (TakesToken)
            invocation.SetArgumentValue(Member.TokenIndex, cancellationToken);
        invocation.Proceed();
        _end(call, invocation.ReturnValue);
    }

    public override string WayOutOf(IInvocation invocation) =>
        $"Call the target of the proxy itself, {CSharpName.Of(invocation.TargetType ?? invocation.Proxy.GetType())}.";

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object Copy(object invocation);
}
