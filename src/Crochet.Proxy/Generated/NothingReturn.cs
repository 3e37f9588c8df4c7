using Crochet.Calls;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Void members.</summary>
internal sealed class NothingReturn : MemberReturn<Nothing>
{
    internal override CallSender CreateSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan) =>
        new VoidSender(invoker, route, settings);

    internal override BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) =>
        new BoundVoidInvoker(member, bind, asksOfFailures);

    internal override CompiledSender<TArguments, Nothing>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        member.Blocks ? new BlockingVoidSender<TRoute, TArguments>(route, invoker, settings) : null;

    internal override Nothing Send(CallSender sender, CallArguments arguments, CancellationToken callerToken)
    {
        sender.Send(arguments, callerToken);
        return default;
    }

    internal override Nothing FromTask(Task task) => throw new NotSupportedException("A void member has no task to hand back.");
}
