using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.WebLoad;

/// <summary>The server under load. A job's result is the number of the visitor who started it.</summary>
internal static class LoadServer
{
    public const int MaxPerOwner = 3;

    public static async Task RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.Services.AddCrochet(static options => options.DrainTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddCrochetResults(static results => results.MaxPerOwner = MaxPerOwner);
        await using var app = builder.Build();
        var ends = new JobEnds();
        app.MapPost("/jobs/{visitor:int}/{milliseconds:int}", (int visitor, int milliseconds, EventLoop loop) =>
        {
            var job = loop.RunInReactor<int, int>((progress, cancelled) => WorkAsync(visitor, milliseconds, progress, cancelled));
            ends.Count(job);
            return CrochetResults.Accepted(job);
        });
        app.MapCrochetResults();
        app.MapGet("/figures", (ResultStash stash) => new Figures(stash.Count, GC.GetTotalMemory(forceFullCollection: false)));
        await app.RunAsync();
        Console.WriteLine(ends);
    }

    // Every tenth fails.
    private static async Task<int> WorkAsync(int visitor, int milliseconds, IProgress<int> progress, CancellationToken cancelled)
    {
        for (var step = 0; step < 4; step++)
        {
            progress.Report(step);
            await Task.Delay(milliseconds / 4, cancelled);
        }

        return milliseconds % 10 == 0 ? throw new InvalidDataException($"The job of {visitor} fails.") : visitor;
    }
}
