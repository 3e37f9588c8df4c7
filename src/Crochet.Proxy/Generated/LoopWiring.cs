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
        Member member, Member closed, MemberReturn<TReturn> @return, GeneratedInvoker invoker)
    {
        var contract = implementation.Contract;
        var settings = factory.SettingsOf(contract, member);
        var plan = LivePlan.Of(contract, closed, settings, factory.FactoryFor);
        var live = LiveArguments.Of(closed, settings, factory.FactoryFor);
        var reporting = CompiledInvoker.OfReporting(implementation, member, closed, typeof(TArguments));
        MemberInvoker calling = reporting is null ? invoker : reporting;
        var sender = @return.CreateSender(plan?.Around(calling) ?? calling, _route, settings, plan);
        var isPlain = plan is null && live is null;
        // What is shown is read at any time, from any thread: an object that serves the next call too would tell of that one.
        var showsArguments = factory.Loop.ShowsArguments;
        return new(sender, @return, closed.Blocks && !showsArguments, live, knowsProxy: !isPlain)
        {
            OwnSender = isPlain && reporting is null && !showsArguments
                ? @return.CreateCompiledSender<TArguments>(factory.Loop, closed, invoker.CreateForOwnArguments(), settings)
                : null,
        };
    }
}
