using System.Text.Json;
using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What all remote calls of one member have in common.</summary>
internal sealed class RemoteMember
{
    private readonly InterfaceDescription _contract;

    public RemoteMember(
        InterfaceDescription contract, MemberCodec codec, Cluster cluster, Workers workers, EventLoop home, JsonSerializerOptions json)
    {
        _contract = contract;
        Contract = contract.Name;
        Interface = WireName.Of(contract);
        Codec = codec;
        Json = json;
        ShowsProgress = codec.Member.Return.Kind == ReturnKind.EventualResult;
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

    public JsonSerializerOptions Json { get; }

    /// <summary>Whether the caller gets a result, which can be asked for the call's progress.</summary>
    public bool ShowsProgress { get; }

    /// <summary>For what is about to block the calling thread.</summary>
    /// <exception cref="EventLoopDeadlockException">It is a loop's, whoever's loop.</exception>
    public void ThrowIfOnLoop(string wayOut)
    {
        if (EventLoop.BlockedHere(Home) is { } here)
        {
            throw EventLoopDeadlockException.OnOwnLoop(
                here, Member.Name, $"It runs in another process, and would hold the loop up meanwhile. {wayOut}");
        }
    }

    /// <summary>The steps of the stream that a call has returned.</summary>
    public RemoteMember OfItems() => new(_contract, Codec.Items!, Cluster, Workers, Home, Json);
}
