using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Generated;

/// <summary>Connects members with one loop, where the proxy's own target is called.</summary>
internal sealed class LoopWiring(Implementation implementation, ProxyFactory factory) : MemberWiring
{
    private readonly OneLoop _route = new(factory.Loop);

    public override ProxyMember<TArguments, TReturn> Connect<TArguments, TReturn>(
        Member member, Member closed, MemberReturn<TReturn> @return, MemberInvoker invoker, ReadyArguments<TArguments>? ready,
        KeyHash<TArguments>? key)
    {
        var contract = implementation.Contract;
        var settings = factory.SettingsOf(contract, member);
        var plan = LivePlan.Of(contract, closed, settings, factory.FactoryFor);
        var live = LiveArguments.Of(closed, settings, factory.FactoryFor);
        var reporting = RunTimeProxies.AreEnabled && !invoker.TakesProgress
            ? CompiledInvoker.OfReporting(implementation, member, closed, typeof(TArguments)) as MemberInvoker
            : null;
        var calling = reporting ?? invoker;
        var sender = @return.CreateSender(plan?.Around(calling) ?? calling, _route, settings, plan);
        var isPlain = plan is null && live is null;
        // What is shown is read at any time, from any thread: an object that serves the next call too would tell of that one.
        var showsArguments = factory.Loop.ShowsArguments;
        return new(sender, @return, closed.Blocks && !showsArguments, live, ready, knowsProxy: !isPlain)
        {
            OwnSender = isPlain && !showsArguments && calling is GeneratedInvoker<TArguments> own
                ? @return.CreateCompiledSender<OneLoopRoute<TArguments>, TArguments>(
                    new(factory.Loop), closed, own.CreateForOwnArguments(), settings)
                : null,
        };
    }

    public override EventSender Connect(Member member, Action<object, Delegate> access) =>
        new OwnEventSender(member, access, factory.SettingsOf(implementation.Contract, member), factory);
}
