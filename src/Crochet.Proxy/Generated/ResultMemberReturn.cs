using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a result with a value.</summary>
internal sealed class ResultMemberReturn<T>() : ValueMemberReturn<T, EventualResult<T>>(EventualResult.FromTask)
{
    internal override CompiledSender<TArguments, EventualResult<T>>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        new PostSender<TRoute, TArguments, T>(route, invoker);
}
