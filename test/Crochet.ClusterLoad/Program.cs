// soak [minutes]: kills, freezes and stops workers at random under load, and counts what becomes of each call.
// compare [seconds]: a remote call of Crochet.Orleans beside one of StreamJsonRpc and one of gRPC, each between two processes.
// worker <address>, rpc <socket>, grpc: the other sides of these three.
using System.Globalization;
using Crochet;
using Crochet.ClusterLoad;
using Crochet.Processes;
using Microsoft.Extensions.Hosting;

var number = args.Length > 1 && double.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : (double?)null;
switch (args)
{
    case ["soak", ..]:
        return await Soak.RunAsync(TimeSpan.FromMinutes(number ?? 10));
    case ["compare", ..]:
        return await Comparison.RunAsync(TimeSpan.FromSeconds(number ?? 3));
    case ["worker", var address]:
        using (var host = ClusterHost.Build(Address.Parse(address), static crochet => crochet.AddProxied<IJobs, Jobs>().Offer<IJobs>()))
        {
            await host.StartAsync();
            Console.WriteLine("ready");
            await host.WaitForShutdownAsync();
        }

        return 0;
    case ["rpc", var socket]:
        await JsonRpcPeer.ServeAsync(socket);
        return 0;
    case ["grpc"]:
        await GrpcPeer.ServeAsync();
        return 0;
    default:
        Console.Error.WriteLine("Say what to do: soak [minutes], or compare [seconds].");
        return 2;
}
