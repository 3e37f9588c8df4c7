using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task or a result with a value.</summary>
internal class ValueMemberReturn<T, TReturn>(Func<Task<T>, TReturn> fromTask) : MemberReturn<TReturn>
{
    internal override CallSender CreateSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan) =>
        new ValueSender<T>(invoker, route, settings);

    internal override BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) =>
        new BoundValueInvoker<T>(member, bind, asksOfFailures);

    internal override TReturn FromTask(Task task) => fromTask((Task<T>)task);
}
