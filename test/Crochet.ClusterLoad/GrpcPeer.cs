using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.ClusterLoad;

/// <summary>The other side of the comparison: gRPC with System.Text.Json over loopback.</summary>
internal sealed class GrpcPeer : IServiceMethodProvider<GrpcPeer>
{
    private static readonly Marshaller<Number> _marshaller = Marshallers.Create(
        static number => JsonSerializer.SerializeToUtf8Bytes(number), static bytes => JsonSerializer.Deserialize<Number>(bytes)!);

    private static readonly Method<Number, Number> _echo = new(MethodType.Unary, "Jobs", "Echo", _marshaller, _marshaller);

    /// <summary>Serves until the process is killed.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IServiceMethodProvider<GrpcPeer>, GrpcPeer>();
        var server = builder.Build();
        server.MapGrpcService<GrpcPeer>();
        await server.StartAsync().ConfigureAwait(false);
        Console.WriteLine(server.Urls.First());
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    /// <summary>Calls it at the address that it gave.</summary>
    public static Peer Connect(Process process, string address)
    {
        // A connection takes 100 calls at once. For more of them its documentation says more connections; one that takes all is no quicker.
        var channel = GrpcChannel.ForAddress(
            address, new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        var invoker = channel.CreateCallInvoker();
        return new(
            "gRPC", process, number => invoker.BlockingUnaryCall(_echo, host: null, default, new(number)).Value,
            async number => (await invoker.AsyncUnaryCall(_echo, host: null, default, new(number)).ConfigureAwait(false)).Value);
    }

    void IServiceMethodProvider<GrpcPeer>.OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcPeer> context) =>
        context.AddUnaryMethod(_echo, [], static (_, number, _) => Task.FromResult(number));

    private sealed record Number(int Value);
}
