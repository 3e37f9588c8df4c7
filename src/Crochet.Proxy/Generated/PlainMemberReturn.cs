using Crochet.Calls;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back the value itself, and so block their callers, or a stream, whose readers make the call.</summary>
internal sealed class PlainMemberReturn<T> : MemberReturn<T>
{
    internal override CallSender CreateSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan) =>
        invoker.Member.Return.IsAsyncStream ? CallSender.Of(invoker, route, settings, plan) : new ValueSender<T>(invoker, route, settings);

    internal override BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) =>
        new BoundValueInvoker<T>(member, bind, asksOfFailures);

    internal override CompiledSender<TArguments, T>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        member.Blocks ? new BlockingSender<TRoute, TArguments, T>(route, invoker, settings) : null;

    // Not as an object: the value would be boxed.
    internal override T Send(CallSender sender, CallArguments arguments, CancellationToken callerToken) =>
        sender is ValueSender<T> value ? value.Block(arguments, callerToken) : (T)sender.Send(arguments, callerToken)!;

    internal override T FromTask(Task task) => throw new NotSupportedException("A plain value cannot be had from a task without waiting.");
}
