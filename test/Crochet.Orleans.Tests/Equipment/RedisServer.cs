using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Crochet.Tests;

/// <summary>A Redis server of a test's own, on loopback, that keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";

    private readonly Process _process;

    private RedisServer(string program)
    {
        Port = FreePort();
        _process = Process.Start(new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            },
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
    }

    public int Port { get; }

    /// <summary>Ends when the server takes connections. Where there is none, the test is skipped.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        if (Find() is not { } program)
            throw new AssertInconclusiveException($"There is no {Program} on the PATH: a cluster with its table in Redis is not tested.");
        var server = new RedisServer(program);
        try
        {
            while (await server._process.StandardOutput.ReadLineAsync().WaitAsync(TestTimeouts.MustNotElapse) is { } line)
            {
                if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                    return server;
            }

            throw new AssertFailedException($"{Program} has ended before it took connections.");
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
