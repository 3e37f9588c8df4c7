using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Calls;
using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>Calls the implementation's method through a delegate that is compiled at the first call.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class CompiledInvoker : ImplementationInvoker
{
    private readonly MethodInfo _method;
    private readonly Type? _packed;
    private readonly KnownType? _progress;
    private InvokeMember? _invoke;

    /// <param name="member">The member.</param>
    /// <param name="method">The implementation's method.</param>
    /// <param name="packed">The tuple that the arguments come in; null where they come in an array.</param>
    public CompiledInvoker(Member member, MethodInfo method, Type? packed)
        : base(member)
    {
        var parameters = method.GetParameters();
        _method = method;
        _packed = packed;
        TakesToken = parameters.Any(Member.IsToken);
        ReturnsPlain = ReturnShape.Of(method.ReturnType).Kind == ReturnKind.Plain;
        // Of a member without a result that can be asked, nobody reads it.
        if (member.Return.Kind != ReturnKind.EventualResult || ParameterMap.Of(member, method).ProgressIndex is not (>= 0 and var index))
            return;
        ReportsProgress = true;
        _progress = KnownType.Of(parameters[index].ParameterType.GenericTypeArguments[0]);
    }

    /// <summary>For the implementation of a member that is known only when an object has been made.</summary>
    public static CompiledInvoker Of(Implementation implementation, Member member, Member closed, Type? packed)
    {
        var method = implementation.MethodFor(member)!;
        if (closed.TypeArguments.Length > 0)
            closed = closed.Close(closed.Method.MakeGenericMethod(closed.TypeArguments));
        return new(
            closed, closed.Method.IsGenericMethod
                ? method.GetGenericMethodDefinition().MakeGenericMethod(closed.Method.GetGenericArguments()) : method, packed);
    }

    /// <summary>For an implementation of the interface that has an overload which reports progress; null where it has none.</summary>
    public static CompiledInvoker? OfReporting(Implementation implementation, Member member, Member closed, Type packed) =>
        member.Mode == CallMode.RunInReactor && implementation.ImplementsInterface && implementation.MethodFor(member) != member.Method
            ? Of(implementation, member, closed, packed)
            : null;

    public override bool TakesToken { get; }

    public override bool ReturnsPlain { get; }

    public override CallProgress CreateProgress() => _progress!.CreateProgress();

    public override void Prepare() => _invoke ??= CallCompiler.InvokeOf(Member, _method, _packed);

    public override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        Prepare();
        return _invoke!(call, target, arguments, cancellationToken);
    }
}
