using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Interception;

/// <summary>Calls the implementation's method with the arguments of DynamicProxy's invocation.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class InvocationInvoker(Member member, MethodInfo method) : CallInvoker
{
    private InvokeInvocation? _invoke;

    public override bool TakesToken { get; } = method.GetParameters().Any(Member.IsToken);

    public override string GetName(object body) => member.Name;

    public override string? GetArguments(object body) =>
        ArgumentText.Of(body is AbstractInvocation invocation ? invocation.Arguments : (object?[])body);

    // The invocation has the call's result, which nothing may hold while the call awaits.
    public override object GetPendingBody(object body) => ((AbstractInvocation)body).Arguments;

    /// <summary>Does, in the caller's thread, what need not hold the loop up at the first call.</summary>
    public void Prepare() => _invoke ??= CallCompiler.CompileInvoke(member, method);

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var invocation = (AbstractInvocation)body;
        _invoke!(call, Target.OfRunTimeProxy(invocation.Proxy), invocation.Arguments, cancellationToken);
    }
}
