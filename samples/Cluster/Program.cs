// One caller and two workers, each a process of its own, on this machine. The caller asks for prices, and the workers take turns.
// Then the caller kills one of them, sees what becomes of its calls, and goes on with the other.
//
//   dotnet run --project samples/Cluster

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cluster;
using Crochet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

if (args is ["worker", var own, var primary])
{
    using var worker = Build(Number(own), Number(primary), Worker);
    // The parent's end is this one's, too.
    _ = Task.Run(() => Console.In.ReadToEnd()).ContinueWith(_ => Environment.Exit(0), TaskScheduler.Default);
    await worker.StartAsync();
    Console.WriteLine("ready");
    await worker.WaitForShutdownAsync();
    return;
}

var port = FreePort();
using var caller = Build(port, port, Caller);
await caller.StartAsync();
using var first = StartWorker(port);
using var second = StartWorker(port);
Console.WriteLine($"This process, {Environment.ProcessId}, calls. The processes {first.Id} and {second.Id} work.");

var prices = caller.Services.GetRequiredService<IPrices>();
Console.WriteLine("Calls take turns:");
for (var item = 1; item <= 4; item++)
    Console.WriteLine($"  {await prices.OfAsync($"chair {item}")}");
Console.WriteLine("A key stays where it is:");
for (var call = 1; call <= 4; call++)
    Console.WriteLine($"  {await prices.ForCustomerAsync("Ada", $"chair {call}")}");

Console.WriteLine($"The process {first.Id} is killed while both work on long calls:");
EventualResult<string>[] longCalls = [prices.Negotiate("table 1"), prices.Negotiate("table 2")];
await Task.Delay(TimeSpan.FromSeconds(0.5));
var killed = Stopwatch.StartNew();
first.Kill();
foreach (var call in longCalls)
{
    try
    {
        Console.WriteLine($"  {await call}");
    }
    catch (WorkerLostException lost)
    {
        Console.WriteLine($"  {lost.Call} was lost, noticed after {killed.Elapsed.TotalSeconds:0.0} s. {lost.Message}");
    }
}

Console.WriteLine("The other goes on:");
for (var item = 5; item <= 8; item++)
    Console.WriteLine($"  {await prices.OfAsync($"chair {item}")}");
await caller.StopAsync();
second.Kill();

static void Worker(CrochetBuilder crochet)
{
    #region worker
    crochet.AddThreadBound<IPrices, Prices>().Offer<IPrices>();
    #endregion
}

static void Caller(CrochetBuilder crochet)
{
    #region caller
    crochet.AddRemote<IPrices>();
    #endregion
}

static IHost Build(int port, int primaryPort, Action<CrochetBuilder> configure)
{
    #region host
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Error);
    builder.UseOrleans(silo => silo
        .UseLocalhostClustering(port, gatewayPort: 0, new IPEndPoint(IPAddress.Loopback, primaryPort))
        .AddCrochet(options => options.DrainTimeout = TimeSpan.FromSeconds(10)));
    configure(builder.Services.AddCrochet());
    #endregion
    #region membership
    builder.Services.Configure<ClusterMembershipOptions>(membership =>
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    });
    #endregion
    return builder.Build();
}

static Process StartWorker(int primaryPort)
{
    var process = Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(IPrices).Assembly.Location, "worker", $"{FreePort()}", $"{primaryPort}" },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
    // A worker that is ready has told the caller what it offers.
    process.StandardOutput.ReadLine();
    return process;
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
