using System.Runtime.CompilerServices;
using Crochet.Callbacks;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Generated;

/// <summary>Connects the members of generated proxies with the loops that they call.</summary>
internal abstract class MemberWiring
{
    /// <param name="member">The member, which has the settings.</param>
    /// <param name="closed">The same member; of a generic method, with its type arguments.</param>
    /// <param name="return">What the member hands back.</param>
    /// <param name="invoker">Calls the implementation.</param>
    /// <param name="ready">Readies the arguments that are objects; null where none is.</param>
    /// <param name="key">The member's [LoopKey]; null where it has none.</param>
    public abstract ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
        Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker, ReadyArguments<TArguments>? ready,
        KeyHash<TArguments>? key)
        where TArguments : struct, ITuple;

    /// <param name="member">The event's accessor.</param>
    /// <param name="access">On the loop: subscribes a delegate to the implementation, or unsubscribes it.</param>
    public abstract EventSender Connect(Member member, Action<object, Delegate> access);
}
