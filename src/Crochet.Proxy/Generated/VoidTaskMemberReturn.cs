using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task of no value.</summary>
internal sealed class VoidTaskMemberReturn() : VoidMemberReturn<Task>(static task => task)
{
    internal override CompiledSender<TArguments, Task>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        new TaskSender<TRoute, TArguments, VoidValue, Task>(route, invoker, settings);
}
