using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a result without a value.</summary>
internal sealed class VoidResultMemberReturn() : VoidMemberReturn<EventualResult>(EventualResult.FromTask)
{
    internal override CompiledSender<TArguments, EventualResult>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        new PostVoidSender<TRoute, TArguments>(route, invoker);
}
