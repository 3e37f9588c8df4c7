using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Connects members with thread-bound objects, whatever implements them, in whatever loops.</summary>
/// <param name="ownPlan">The plan that the proxies are made by.</param>
/// <param name="contract">The interface.</param>
/// <param name="settings">How a member's calls are sent.</param>
/// <param name="factories">Make the proxies of what calls in a loop hand out.</param>
/// <param name="asksOfFailures">Whether failures may have instances made anew.</param>
internal sealed class BoundWiring(
    CompiledPlan ownPlan, InterfaceDescription contract, Func<Member, CallSettings> settings, Func<EventLoop, ProxyFactory> factories,
    bool asksOfFailures) : MemberWiring
{
    public override ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
        Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker, ReadyArguments<TArguments>? ready,
        KeyHash<TArguments>? key)
    {
        var own = settings(member);
        var plan = LivePlan.Of(contract, closed, own, factories);
        var live = LiveArguments.Of(closed, own, factories);
        var bound = @return.CreateBoundInvoker(closed, Bind, asksOfFailures);
        var isPlain = plan is null && live is null;
        var goesToAll = member.Method.IsDefined(typeof(OnEveryLoopAttribute), inherit: false);
        var loopKey = key is null ? null : new LoopKey(arguments => key(ref ((PackedArguments<TArguments>)arguments).Values));
        var sender = goesToAll
            ? new EveryLoopSender(bound, new BoundRoute(key: null), own)
            : @return.CreateSender(bound, new BoundRoute(loopKey), own, plan);
        var compiled = new CompiledBoundInvoker<TArguments>(bound);
        return new(sender, @return, closed.Blocks, live, ready, knowsProxy: !isPlain)
        {
            OwnSender = isPlain && !goesToAll
                ? @return.CreateCompiledSender<CompiledBoundRoute<TArguments>, TArguments>(new(compiled, key), closed, compiled, own)
                : null,
        };

        // The implementation is known only when it has been made.
        MemberInvoker Bind(Implementation implementation)
        {
            var found = CompiledContract.PlanFor(implementation.Contract.Type, implementation.Type);
            var generated = ReferenceEquals(found, ownPlan) ? invoker : found?.InvokerFor(member);
            var calling = generated;
            if (RunTimeProxies.AreEnabled && calling is not { TakesProgress: true })
                calling = CompiledInvoker.OfReporting(implementation, member, closed, typeof(TArguments)) ?? generated
                    ?? CompiledInvoker.Of(implementation, member, closed, typeof(TArguments));
            if (calling is null)
                throw new CrochetConfigurationException([RunTimeProxies.Missing(contract)]);
            return plan?.Around(calling) ?? calling;
        }
    }

    public override EventSender Connect(Member member, Action<object, Delegate> access)
    {
        return new BoundEventSender(member, AccessOf, settings(member), factories);

        Action<object, Delegate> AccessOf(Implementation implementation)
        {
            var found = CompiledContract.PlanFor(implementation.Contract.Type, implementation.Type);
            if ((ReferenceEquals(found, ownPlan) ? access : found?.AccessFor(member)) is { } known)
                return known;
            return RunTimeProxies.AreEnabled
                ? CallCompiler.CompileAccess(member, implementation.MethodFor(member)!)
                : throw new CrochetConfigurationException([RunTimeProxies.Missing(contract)]);
        }
    }
}
