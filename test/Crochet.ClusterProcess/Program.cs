using Crochet;
using Crochet.Processes;
using Crochet.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// worker <address>: offers IJobs until it is stopped.
// older <address>: offers an older version of an interface.
// caller <address>: holds a call, and says when the worker has it.
var address = Address.Parse(args[1]);
using var host = ClusterHost.Build(address, crochet => _ = args[0] switch
{
    "worker" => crochet.AddProxied<IJobs, Jobs>().Offer<IJobs>(),
    "older" => crochet.AddProxied<IVersioned, OlderVersion>().Offer<IVersioned>(),
    _ => crochet.AddRemote<IJobs>(),
});
await host.StartAsync();
if (args[0] == "caller")
{
    var jobs = host.Services.GetRequiredService<IJobs>();
    var held = jobs.HoldAsync();
    while (await jobs.HeldAsync() == 0)
        await Task.Yield();
    Console.WriteLine("held");
    await held;
}

Console.WriteLine("ready");
await host.WaitForShutdownAsync();
