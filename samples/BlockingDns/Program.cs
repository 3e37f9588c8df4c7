using System.Net;
using System.Net.Sockets;
using Crochet;
using Microsoft.Extensions.DependencyInjection;

namespace BlockingDns;

#region interface
public interface IDns
{
    [WaitFor(seconds: 5)]
    IPAddress GetHostByName(string name);
}
#endregion

#region implementation
public sealed class SystemDns
{
    public async Task<IPAddress> GetHostByNameAsync(string name, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(name, cancellationToken);
        return addresses[0];
    }
}
#endregion

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not [{ Length: > 0 } name])
        {
            Console.Error.WriteLine("Usage: BlockingDns HOST");
            return 2;
        }

        #region registration
        var services = new ServiceCollection();
        services.AddCrochet().AddProxied<IDns, SystemDns>();
        #endregion

        using var provider = services.BuildServiceProvider();

        try
        {
            #region call
            var dns = provider.GetRequiredService<IDns>();
            Console.WriteLine($"{name} -> {dns.GetHostByName(name)}");
            #endregion
            return 0;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException or ArgumentException)
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
    }
}
