using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Calls the implementation's method with the invocation's arguments, through a delegate that is compiled at the first call.</summary>
internal class DirectPlan(Member member, MethodInfo method) : MethodPlan(member)
{
    protected MethodInfo Method { get; } = method;

    protected StartCall? Start { get; set; }

    public sealed override bool TakesToken { get; } = method.GetParameters().Any(Member.IsToken);

    public override void Prepare() => Start ??= CallCompiler.CompileStart(Member, Method, packed: null);

    public override object BodyOf(IInvocation invocation) => invocation;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var invocation = (AbstractInvocation)body;
        Start!(call, Target.Of(invocation.Proxy), invocation.Arguments, cancellationToken);
    }

    public sealed override string WayOutOf(IInvocation invocation)
    {
        var implementation = CSharpName.Of(Target.Of(invocation.Proxy).GetType());
        return $"Call the implementation itself, {implementation}: inject it, or take it from CrochetProxy.Unwrap<{implementation}>(proxy).";
    }
}
