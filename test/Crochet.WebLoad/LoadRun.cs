using System.Net;
using System.Net.Sockets;

namespace Crochet.WebLoad;

/// <summary>Many visitors at once, two servers one after the other, and a SIGTERM between them.</summary>
internal sealed class LoadRun(int visitors, TimeSpan duration)
{
    private readonly Tally _tally = new();

    // Even while a server runs; odd from the SIGTERM until the next one answers.
    private int _generation;

    public async Task<bool> RunAsync()
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler)
        {
            BaseAddress = new($"http://127.0.0.1:{FreePort()}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var end = DateTime.UtcNow + duration;
        using var first = await ServerProcess.StartAsync(client);
        var all = new LoadVisitor[visitors];
        for (var number = 0; number < visitors; number++)
            all[number] = new(number, client, all, _tally, () => Volatile.Read(ref _generation));
        var visits = all.Select(visitor => visitor.VisitAsync(end)).ToList();

        Console.WriteLine($"{visitors:N0} visitors for {duration.TotalSeconds:N0} s");
        await WatchAsync(first, client, DateTime.UtcNow + (duration / 2));
        Interlocked.Increment(ref _generation);
        var firstEnd = await first.TerminateAsync();
        Report("SIGTERM", firstEnd);
        using var second = await ServerProcess.StartAsync(client);
        Interlocked.Increment(ref _generation);
        await WatchAsync(second, client, end);
        await Task.WhenAll(visits);
        Report("SIGTERM at the end", await second.TerminateAsync());
        _tally.Print();
        return _tally.IsClean;
    }

    private async Task WatchAsync(ServerProcess server, HttpClient client, DateTime until)
    {
        while (DateTime.UtcNow < until)
        {
            await Task.Delay(TimeSpan.FromSeconds(5));
            var (figures, resident) = await server.LookAsync(client);
            Console.WriteLine($"{figures.Kept,8:N0} results kept, heap {figures.Heap / 1e6,6:N0} MB, resident {resident / 1e6,6:N0} MB");
            if (figures.Kept > visitors * (LoadServer.MaxPerOwner + 1))
                _tally.Violate($"{figures.Kept} results were kept.");
        }
    }

    private void Report(string what, (TimeSpan Duration, int ExitCode, string Output) end)
    {
        Console.WriteLine($"{what}: the server ended after {end.Duration.TotalSeconds:N1} s with {end.ExitCode}; {end.Output}");
        var counts = end.Output.Split(' ');
        if (end.ExitCode != 0 || counts.Length < 5 || counts[0] != counts[3])
            _tally.Violate("The server's end was not clean, or jobs were left without one.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
