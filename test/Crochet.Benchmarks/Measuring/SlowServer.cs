using System.Net;
using System.Net.Sockets;

namespace Crochet.Benchmarks.Measuring;

/// <summary>A web server that takes 50 ms for every answer and as many connections as come, in a process of its own.</summary>
internal static class SlowServer
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(50);

    /// <summary>Prints the address, then serves until standard input ends.</summary>
    public static void Run(TextReader input, TextWriter output)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 4096);
        _ = AcceptAsync(listener);
        output.WriteLine($"http://{listener.LocalEndpoint}/");
        input.ReadToEnd();
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
            _ = ServeAsync(await listener.AcceptTcpClientAsync());
    }

    private static async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        client.NoDelay = true;
        await using var stream = client.GetStream();
        using var requests = new StreamReader(stream);
        while (await requests.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                continue;
            await Task.Delay(_delay);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
        }
    }
}
