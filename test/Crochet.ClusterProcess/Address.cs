using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Crochet.Processes;

/// <summary>Where a process of a test's cluster is, on loopback.</summary>
/// <param name="Id">The cluster's.</param>
/// <param name="SiloPort">For the other processes.</param>
/// <param name="GatewayPort">For Orleans's own clients.</param>
/// <param name="PrimaryPort">The silo's that keeps the membership table.</param>
/// <param name="RedisPort">The Redis server's that keeps the table in its place; 0 where none does.</param>
public sealed record Address(string Id, int SiloPort, int GatewayPort, int PrimaryPort, int RedisPort = 0)
{
    /// <summary>A free one; the first of a cluster keeps the table.</summary>
    public static Address Next(Address? first = null)
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        var siloPort = ((IPEndPoint)silo.LocalEndpoint).Port;
        var gatewayPort = ((IPEndPoint)gateway.LocalEndpoint).Port;
        return new(
            first?.Id ?? Guid.NewGuid().ToString("N"), siloPort, gatewayPort, first?.PrimaryPort ?? siloPort, first?.RedisPort ?? 0);
    }

    public static Address Parse(string text)
    {
        var parts = text.Split(':');
        return new(parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]));
        static int Number(string part) => int.Parse(part, CultureInfo.InvariantCulture);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Id}:{SiloPort}:{GatewayPort}:{PrimaryPort}:{RedisPort}");
}
