using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Interception;

/// <summary>
/// Carries an unmarked member's calls to the implementation in the caller's thread, where the generated proxy does not do that itself.
/// </summary>
/// <param name="member">The member.</param>
/// <param name="method">The implementation's method; null calls the interface's own default on the proxy.</param>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class StraightInterceptor(Member member, MethodInfo? method) : IInterceptor
{
    private readonly Func<object?, object?>? _reshape = UnmarkedReturn.Between(member, method ?? member.Method);
    private StraightCall? _call;

    public void Intercept(IInvocation invocation)
    {
        _call ??= CallCompiler.CompileStraight(member, method ?? member.Method, isDefault: method is null);
        var result = _call(method is null ? invocation.Proxy : Target.Of(invocation.Proxy), invocation.Arguments);
        invocation.ReturnValue = _reshape is null ? result : _reshape(result);
    }
}
