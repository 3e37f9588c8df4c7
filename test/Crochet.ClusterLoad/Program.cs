// soak [minutes]: kills, freezes and stops workers at random under load, and counts what becomes of each call.
// compare [seconds]: a remote call of Crochet.Orleans beside one of StreamJsonRpc, each between two processes.
// peer <socket>: the other side of compare's StreamJsonRpc.
using System.Globalization;
using Crochet.ClusterLoad;

var number = args.Length > 1 && double.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : (double?)null;
switch (args)
{
    case ["soak", ..]:
        return await Soak.RunAsync(TimeSpan.FromMinutes(number ?? 10));
    case ["compare", ..]:
        return await Comparison.RunAsync(TimeSpan.FromSeconds(number ?? 3));
    case ["peer", var socket]:
        await JsonRpcPeer.ServeAsync(socket);
        return 0;
    default:
        Console.Error.WriteLine("Say what to do: soak [minutes], or compare [seconds].");
        return 2;
}
