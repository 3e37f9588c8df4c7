using System.Runtime.CompilerServices;
using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Calls an implementation's method that reports progress, through the generator's code.</summary>
internal sealed class ReportingInvoker<TArguments, TMethodReturn, TProgress> : ImplementationInvoker
    where TArguments : struct, ITuple
{
    private readonly ReportingCall<TArguments, TMethodReturn, TProgress> _call;
    private readonly MethodReturn<TMethodReturn> _return;

    public ReportingInvoker(
        Member member, ReportingCall<TArguments, TMethodReturn, TProgress> call, MethodReturn<TMethodReturn> @return, bool takesToken)
        : base(member)
    {
        _call = call;
        _return = @return;
        TakesToken = takesToken;
        // Of a member without a result that can be asked, nobody reads it.
        ReportsProgress = member.Return.Kind == ReturnKind.EventualResult;
    }

    public override bool TakesToken { get; }

    public override bool TakesProgress => true;

    public override bool ReturnsPlain => _return.IsPlain;

    public override CallProgress CreateProgress() => new CallProgress<TProgress>();

    public override Task? Invoke(EventualResult? result, object target, CallArguments arguments, CancellationToken cancellationToken) =>
        _return.End(
            Member.Name, result,
            _call(target, ref ((PackedArguments<TArguments>)arguments).Values, arguments.GetProgress<TProgress>(), cancellationToken));
}
