using System.Diagnostics;
using System.Net.Sockets;
using StreamJsonRpc;

namespace Crochet.ClusterLoad;

/// <summary>The other side of the comparison: StreamJsonRpc with System.Text.Json over a local socket.</summary>
internal sealed class JsonRpcPeer
{
    /// <summary>Serves one caller, until that has gone.</summary>
    public static async Task ServeAsync(string socket)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        Console.WriteLine("ready");
        using var caller = await listener.AcceptAsync().ConfigureAwait(false);
        using var rpc = Over(caller);
        rpc.AddLocalRpcTarget(new JsonRpcPeer());
        rpc.StartListening();
        await rpc.Completion.ConfigureAwait(false);
    }

    /// <summary>Calls it at its socket.</summary>
    public static async Task<Peer> ConnectAsync(Process process, string socket)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket)).ConfigureAwait(false);
        var rpc = Over(connection);
        rpc.StartListening();
        return new(
            "StreamJsonRpc", process, number => rpc.InvokeAsync<int>("Echo", number).GetAwaiter().GetResult(),
            number => rpc.InvokeAsync<int>("Echo", number));
    }

    public static int Echo(int number) => number;

    private static JsonRpc Over(Socket connection) => new(
        new HeaderDelimitedMessageHandler(new NetworkStream(connection, ownsSocket: true), new SystemTextJsonFormatter()));
}
