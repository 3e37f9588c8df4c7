using System.Reflection;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Calls the implementation's method through a delegate that is compiled at the first call.</summary>
/// <param name="member">The member.</param>
/// <param name="method">The implementation's method.</param>
/// <param name="packed">The tuple that the arguments come in; null where they come in an array.</param>
internal sealed class CompiledInvoker(Member member, MethodInfo method, Type? packed) : MemberInvoker(member)
{
    private InvokeMember? _invoke;

    public override bool TakesToken { get; } = method.GetParameters().Any(Member.IsToken);

    public override bool ReturnsPlain { get; } = ReturnShape.Of(method.ReturnType).Kind == ReturnKind.Plain;

    public override void Prepare() => _invoke ??= CallCompiler.CompileInvoke(Member, method, packed);

    public override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        Prepare();
        return _invoke!(call, target, arguments, cancellationToken);
    }

    public override string WayOutOf(CallArguments arguments)
    {
        var implementation = CSharpName.Of(arguments.Target.GetType());
        return $"Call the implementation itself, {implementation}: inject it, or take it from "
            + $"CrochetProxy.Unwrap<{implementation}>(proxy).";
    }
}
