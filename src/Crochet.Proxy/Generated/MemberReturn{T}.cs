using System.ComponentModel;
using Crochet.Calls;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <inheritdoc cref="MemberReturn"/>
/// <typeparam name="TReturn">The member's return type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MemberReturn<TReturn>
{
    private protected MemberReturn()
    {
    }

    /// <summary>Makes the caller's side of the member's calls.</summary>
    internal abstract CallSender CreateSender(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan);

    /// <summary>Makes the loop's side of a thread-bound object's member.</summary>
    internal abstract BoundInvoker CreateBoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures);

    /// <summary>
    /// Makes what sends the member's calls with their arguments in the call's own object; null where no calls can be made so.
    /// </summary>
    internal virtual CompiledSender<TArguments, TReturn>? CreateCompiledSender<TRoute, TArguments>(
        TRoute route, Member member, CallInvoker invoker, CallSettings settings)
        where TRoute : struct, ICompiledRoute<TArguments>
        where TArguments : struct =>
        null;

    /// <summary>Makes one call.</summary>
    internal virtual TReturn Send(CallSender sender, CallArguments arguments, CancellationToken callerToken) =>
        (TReturn)sender.Send(arguments, callerToken)!;

    /// <summary>Hands back a task of the member's value, for an unmarked member.</summary>
    internal abstract TReturn FromTask(Task task);
}
