using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Members that hand back a task of a value.</summary>
internal sealed class TaskMemberReturn<T>() : ValueMemberReturn<T, Task<T>>(static task => task)
{
    internal override CompiledSender<TArguments, Task<T>>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings) =>
        new TaskSender<TRoute, TArguments, T, Task<T>>(route, invoker, settings);
}
