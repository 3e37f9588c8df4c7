using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.WebLoad;

/// <summary>
/// What a watched page costs: how many turns a busy loop makes in a second of processor time of the whole process, with and without
/// somebody who watches, while a thousand calls are pending; and the processor time of one snapshot, of which one a second is taken for all
/// who watch.
/// </summary>
/// <remarks>In processor time, since on a machine that has other work too turns per second say more of that than of the page.</remarks>
internal static class WatchedPage
{
    private const int PendingCalls = 1_000;
    private const int Snapshots = 200;
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(4);

    public static async Task MeasureAsync(int rounds)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCrochet(static options => options.DrainTimeout = TimeSpan.Zero);
        await using var app = builder.Build();
        app.MapCrochet();
        await app.StartAsync();
        var loop = app.Services.GetRequiredService<EventLoop>();
        var pending = Enumerable.Range(0, PendingCalls)
            .Select(_ => loop.RunInReactor(static cancelled => Task.Delay(Timeout.Infinite, cancelled))).ToList();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        // What is compiled once is compiled before.
        await MeasureAsync(loop);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var unwatched = await MeasureAsync(loop);
            double watched;
            using (var reader = new StreamReader(await client.GetStreamAsync("/crochet/events")))
            {
                using var end = new CancellationTokenSource();
                var reading = ReadAsync(reader, end.Token);
                watched = await MeasureAsync(loop);
                end.Cancel();
                await reading;
            }

            ratios.Add(watched / unwatched);
            Console.WriteLine($"{unwatched,12:N0} turns/s unwatched, {watched,12:N0} watched: {watched / unwatched:0.000}");
        }

        ratios.Sort();
        Console.WriteLine($"median of {rounds} rounds: {ratios[rounds / 2]:0.000}");
        var snapshot = await MeasureSnapshotAsync(client);
        Console.WriteLine($"one snapshot with {PendingCalls:N0} pending calls: {snapshot * 1_000:0.00} ms of processor time");
        GC.KeepAlive(pending);
    }

    private static async Task<double> MeasureAsync(EventLoop loop)
    {
        var cpuBefore = Environment.CpuUsage.TotalTime;
        using var end = new CancellationTokenSource(_round);
        var turns = await loop.RunInReactor(() => TakeTurnsAsync(end.Token));
        return turns / (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
    }

    private static async Task<long> TakeTurnsAsync(CancellationToken end)
    {
        var turns = 0L;
        while (!end.IsCancellationRequested)
        {
            await Task.Yield();
            turns++;
        }

        return turns;
    }

    private static async Task ReadAsync(StreamReader reader, CancellationToken end)
    {
        try
        {
            while (await reader.ReadLineAsync(end) is not null)
            {
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // Server, client and the connection between them together.
    private static async Task<double> MeasureSnapshotAsync(HttpClient client)
    {
        await client.GetByteArrayAsync("/crochet/snapshot");
        var before = Environment.CpuUsage.TotalTime;
        for (var count = 0; count < Snapshots; count++)
            await client.GetByteArrayAsync("/crochet/snapshot");
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / Snapshots;
    }
}
