using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Calls the implementation's method with the invocation's arguments, through a delegate that is compiled at the first call.</summary>
internal sealed class DirectPlan(Member member, MethodInfo method) : MethodPlan(member)
{
    private StartCall? _start;

    public override bool TakesToken { get; } = method.GetParameters().Any(Member.IsToken);

    public override void Prepare() => _start ??= CallCompiler.CompileStart(Member, method);

    public override object BodyOf(IInvocation invocation) => invocation;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var invocation = (AbstractInvocation)body;
        _start!(call, Target.Of(invocation.Proxy), invocation.Arguments, cancellationToken);
    }

    public override string WayOutOf(IInvocation invocation)
    {
        var implementation = CSharpName.Of(Target.Of(invocation.Proxy).GetType());
        return $"Call the implementation itself, {implementation}: inject it, or take it from CrochetProxy.Unwrap<{implementation}>(proxy).";
    }
}
