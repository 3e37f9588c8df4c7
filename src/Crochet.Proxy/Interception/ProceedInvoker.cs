using System.Diagnostics.CodeAnalysis;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Interception;

/// <summary>Runs the interceptors that come after ours, and then the target, in the loop: for proxies that others make.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class ProceedInvoker(Member member) : MemberInvoker(member)
{
    private readonly Func<EventualResult?, object?, Task?> _end = ReturnAdapter.ForObject(member.Name, member.Return);

    public override bool TakesToken => Member.TokenIndex >= 0;

    public override bool ReturnsPlain => Member.Return.Kind == ReturnKind.Plain;

    public override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        var invocation = (ProceedArguments)arguments;
        if (TakesToken)
            invocation.SetToken(Member.TokenIndex, cancellationToken);
        return _end(call, invocation.Proceed());
    }

    public override string WayOutOf(CallArguments arguments) =>
        $"Call the target of the proxy itself, {CSharpName.Of((Interception.Target.Of(arguments.Target) ?? arguments.Target).GetType())}.";
}
