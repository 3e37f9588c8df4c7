using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task of no value.</summary>
internal sealed class VoidTaskMemberReturn() : VoidMemberReturn<Task>(static task => task)
{
    internal override CompiledSender<TArguments, Task>? CreateCompiledSender<TArguments>(
        EventLoop loop, Member member, CallInvoker invoker, CallSettings settings) =>
        new TaskSender<TArguments, VoidValue, Task>(loop, invoker, settings);
}
