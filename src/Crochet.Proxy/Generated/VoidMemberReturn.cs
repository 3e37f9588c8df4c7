using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task or a result without a value.</summary>
internal class VoidMemberReturn<TReturn>(Func<Task, TReturn> fromTask) : MemberReturn<TReturn>
{
    internal override CallSender CreateSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan) =>
        new VoidSender(invoker, route, settings);

    internal override BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) =>
        new BoundVoidInvoker(member, bind, asksOfFailures);

    internal override TReturn FromTask(Task task) => fromTask(task);
}
