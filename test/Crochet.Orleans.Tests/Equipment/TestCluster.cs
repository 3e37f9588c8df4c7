using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>Several hosts of this process that are one cluster, on loopback. The first keeps the membership table.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly string _id = Guid.NewGuid().ToString("N");
    private IPEndPoint? _primary;

    public static async Task<TestCluster> StartAsync(params Action<CrochetBuilder>[] members)
    {
        var cluster = new TestCluster();
        foreach (var member in members)
            await cluster.AddAsync(member);
        return cluster;
    }

    public IHost this[int index] => _hosts[index];

    public T Get<T>(int index) where T : class => _hosts[index].Services.GetRequiredService<T>();

    public async Task<IHost> AddAsync(
        Action<CrochetBuilder> configure, Action<CrochetClusterOptions>? options = null, Action<ISiloBuilder>? silo = null)
    {
        var (siloPort, gatewayPort) = FreePorts();
        _primary ??= new(IPAddress.Loopback, siloPort);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddFilter("Orleans", LogLevel.None);
        builder.UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering(siloPort, gatewayPort, _primary, serviceId: "tests", clusterId: _id).AddCrochet(options);
            silo?.Invoke(orleans);
        });
        configure(builder.Services.AddCrochet());
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        _hosts.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        for (var index = _hosts.Count - 1; index >= 0; index--)
        {
            await _hosts[index].StopAsync();
            _hosts[index].Dispose();
        }
    }

    private static (int, int) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
