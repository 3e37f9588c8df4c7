using System.Diagnostics;
using System.Globalization;

namespace Crochet.Load;

/// <summary>
/// A server in a process of its own, sixteen clients, and what stands between them under Kubernetes: it asks the server every 200 ms
/// whether it is ready, and sends it nothing more when it is not. After three seconds the server gets SIGTERM. How many requests are lost?
/// </summary>
internal static class StopUnderLoad
{
    private const int Clients = 16;
    private static readonly TimeSpan _timeBeforeTheStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(TimeSpan notReadyDelay)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(StopUnderLoad).Assembly.Location, "serve", notReadyDelay.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        using var http = new HttpClient { BaseAddress = new Uri(line[Server.Announcement.Length..]), Timeout = TimeSpan.FromSeconds(30) };
        var log = server.StandardOutput.ReadToEndAsync();

        var traffic = new Traffic(http);
        var clients = Enumerable.Range(0, Clients).Select(client => traffic.SendAsync(client)).ToList();
        var probe = traffic.ProbeAsync(_probeInterval);
        await Task.Delay(_timeBeforeTheStop);
        var clock = Stopwatch.StartNew();
        traffic.StopHasBegun = true;
        Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)])!.Dispose();
        await Task.WhenAll([probe, .. clients]);
        await server.WaitForExitAsync();

        Console.WriteLine($"NotReadyDelay {notReadyDelay.TotalSeconds} s: {traffic.Answered:N0} requests answered, "
            + $"{traffic.AnsweredInTheStop:N0} of them after SIGTERM, {traffic.Lost:N0} lost; "
            + $"ended {clock.Elapsed.TotalSeconds:F1} s after SIGTERM with exit code {server.ExitCode}");
        Console.Write(await log);
        return traffic.Lost == 0 ? 0 : 1;
    }

    private sealed class Traffic(HttpClient http)
    {
        private volatile bool _isReady = true;
        private int _answered;
        private int _answeredInTheStop;
        private int _lost;

        public bool StopHasBegun { get; set; }

        public int Answered => _answered;

        public int AnsweredInTheStop => _answeredInTheStop;

        public int Lost => _lost;

        public async Task SendAsync(int client)
        {
            for (var number = client; _isReady; number += Clients)
            {
                try
                {
                    var answer = await http.GetStringAsync(new Uri($"/work/{number}", UriKind.Relative));
                    if (answer != (2 * number).ToString(CultureInfo.InvariantCulture))
                        throw new InvalidOperationException($"{answer} is not twice {number}.");
                    Interlocked.Increment(ref _answered);
                    if (StopHasBegun)
                        Interlocked.Increment(ref _answeredInTheStop);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref _lost);
                }
            }
        }

        public async Task ProbeAsync(TimeSpan interval)
        {
            while (_isReady)
            {
                await Task.Delay(interval);
                try
                {
                    using var answer = await http.GetAsync(new Uri("/ready", UriKind.Relative));
                    _isReady = answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    _isReady = false;
                }
            }
        }
    }
}
