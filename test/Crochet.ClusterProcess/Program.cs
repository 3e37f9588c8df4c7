using Crochet;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// worker <address>: offers IJobs until it is stopped.
// caller <address>: holds a call, and says when the worker has it.
var address = Address.Parse(args[1]);
using var host = args[0] == "worker"
    ? ClusterHost.Build(address, static crochet => crochet.AddProxied<IJobs, Jobs>().Offer<IJobs>())
    : ClusterHost.Build(address, static crochet => crochet.AddRemote<IJobs>());
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
