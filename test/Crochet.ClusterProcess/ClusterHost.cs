using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Crochet.Processes;

/// <summary>
/// A host that is a member of a test's cluster, with the settings that docs/cluster.md gives for noticing a dead process soon.
/// </summary>
public static class ClusterHost
{
    public static IHost Build(Address address, Action<CrochetBuilder> configure, Action<CrochetClusterOptions>? options = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(orleans =>
        {
            if (address.RedisPort == 0)
            {
                orleans.UseLocalhostClustering(
                    address.SiloPort, address.GatewayPort, new IPEndPoint(IPAddress.Loopback, address.PrimaryPort), address.Id, address.Id);
            }
            else
            {
                orleans.UseRedisClustering(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{address.RedisPort}"))
                    .ConfigureEndpoints(IPAddress.Loopback, address.SiloPort, address.GatewayPort)
                    .Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = address.Id);
            }

            orleans.AddCrochet(options).Configure<ClusterMembershipOptions>(NoticeSoon);
        });
        configure(builder.Services.AddCrochet());
        return builder.Build();
    }

    public static void NoticeSoon(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    }
}
