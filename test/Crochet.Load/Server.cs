using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crochet.Load;

/// <summary>A web server whose requests are calls on a loop, and that says whether it is ready.</summary>
public static class Server
{
    public const string Announcement = "Serving on ";

    public static async Task<int> RunAsync(TimeSpan notReadyDelay)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IWork, Work>().AddCrochet(options =>
        {
            options.NotReadyDelay = notReadyDelay;
            options.DrainTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddHealthChecks().AddCrochet();
        var app = builder.Build();
        app.MapHealthChecks("/ready");
        app.MapGet("/work/{number:int}", async (int number, IWork work) =>
            (await work.DoubleAsync(number)).ToString(CultureInfo.InvariantCulture));
        await app.StartAsync();
        Console.WriteLine(Announcement + app.Urls.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    public interface IWork
    {
        [WaitFor(30)]
        Task<int> DoubleAsync(int number);
    }

    public sealed class Work : IWork
    {
        public async Task<int> DoubleAsync(int number)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(number % 50));
            return 2 * number;
        }
    }
}
