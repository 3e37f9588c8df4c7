using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What all remote calls of one member have in common.</summary>
internal sealed class RemoteMember
{
    public RemoteMember(InterfaceDescription contract, MemberCodec codec, Cluster cluster, Workers workers, EventLoop home)
    {
        Contract = contract.Name;
        Interface = WireName.Of(contract);
        Codec = codec;
        Cluster = cluster;
        Workers = workers;
        Home = home;
        Invoker = new RemoteInvoker(codec.Member, home);
    }

    /// <summary>"IDns".</summary>
    public string Contract { get; }

    /// <summary>The interface's name between processes.</summary>
    public string Interface { get; }

    public MemberCodec Codec { get; }

    public Member Member => Codec.Member;

    public Cluster Cluster { get; }

    public Workers Workers { get; }

    /// <summary>Stashes results, and reports failures that nobody retrieves.</summary>
    public EventLoop Home { get; }

    public CallInvoker Invoker { get; }
}
