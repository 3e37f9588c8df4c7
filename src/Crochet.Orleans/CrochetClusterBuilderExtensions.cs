using System.Diagnostics.CodeAnalysis;
using Crochet.Calling;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Membership;
using Crochet.Registration;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>Says which interfaces of a container run for the whole cluster, and which run in other processes.</summary>
public static class CrochetClusterBuilderExtensions
{
    /// <summary>
    /// This process runs the interface's calls for the whole cluster, by its registration here: AddProxied or AddThreadBound, before or
    /// after this. The silo needs <c>AddCrochet</c> too.
    /// </summary>
    /// <typeparam name="TInterface">An interface of which every member is marked.</typeparam>
    /// <param name="builder">What AddCrochet of the services gave.</param>
    /// <exception cref="CrochetConfigurationException">
    /// The interface cannot work, or a member cannot be called from another process (CRO023); every problem is listed. At start: nothing
    /// here runs its calls (CRO021).
    /// </exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public static CrochetBuilder Offer<TInterface>(this CrochetBuilder builder) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        Registrations.Of(builder.Services).Offer(Checked(typeof(TInterface)));
        return builder;
    }

    /// <summary>
    /// Registers the interface as a proxy whose calls run in a process of the cluster that offers it. Calls of one [LoopKey] go to the same
    /// process for as long as the cluster stays as it is; others take turns. Who is registered here for the interface besides runs the
    /// calls that come from the cluster, where it is offered.
    /// </summary>
    /// <remarks>
    /// Blocking, timeouts, cancellation and results work as with an implementation in this process. A blocking call on any loop's thread
    /// throws <see cref="EventLoopDeadlockException"/>. A call runs at most once: what a process refused before it ran, because it is full
    /// or stops, goes to another; what may have run is never sent again, and fails with <see cref="WorkerLostException"/>. A call may last
    /// as long as it likes. A process that leaves the cluster, in whatever way, has its calls cancelled.
    /// </remarks>
    /// <typeparam name="TInterface">An interface of which every member is marked.</typeparam>
    /// <param name="builder">What AddCrochet of the services gave.</param>
    /// <exception cref="CrochetConfigurationException">
    /// The interface cannot work, or a member cannot be called in another process (CRO023); every problem is listed.
    /// </exception>
    [RequiresDynamicCode(RunTimeProxies.Reason), RequiresUnreferencedCode(RunTimeProxies.Reason)]
    public static CrochetBuilder AddRemote<TInterface>(this CrochetBuilder builder) where TInterface : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var contract = Checked(typeof(TInterface));
        Registrations.Of(builder.Services).AddRemote(contract, provider => CreateProxy(provider, contract));
        return builder;
    }

    private static InterfaceDescription Checked(Type type)
    {
        var contract = InterfaceDescription.Of(type);
        CrochetConfigurationException.ThrowIfAny(contract.Problems.Concat(ProcessProblems.Of(contract)));
        return contract;
    }

    private static object CreateProxy(IServiceProvider provider, InterfaceDescription contract)
    {
        var cluster = provider.GetService<Cluster>() ?? throw new InvalidOperationException(
            $"{contract.Name} was added with AddRemote, and the container has no silo with Crochet in it. "
            + "Call UseOrleans(silo => silo.AddCrochet()) on the host's builder.");
        var json = provider.GetRequiredService<ClusterOptions>().Json;
        var home = ContainerLoops.Of(provider).Loop;
        var workers = cluster.WorkersOf(contract);
        var factory = ContainerLoops.Of(provider).FactoryFor(home);
        return new RemoteProxyMaker(
            contract,
            member => RemoteSender.Of(
                new(contract, MemberCodec.Of(member, json), cluster, workers, home, json), factory.SettingsOf(contract, member))).Create();
    }
}
