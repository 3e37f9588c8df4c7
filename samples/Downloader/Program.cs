using System.Net;
using Crochet;

namespace Downloader;

public interface IDownloader
{
    /// <summary>Starts a download. Until its end the result has a <see cref="DownloadProgress"/>.</summary>
    [RunInReactor]
    EventualResult<Download> Download(Uri address);
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddCrochet(builder.Configuration.GetSection("Crochet")).AddProxied<IDownloader, PageDownloader>();
        builder.Services.AddCrochetResults(results => results.MaxPerOwner = 10);

        await using var app = builder.Build();
        app.MapGet("/", () => TypedResults.Stream(IndexPage(), "text/html; charset=utf-8"));
        app.MapPost("/downloads", (HttpContext context, IConfiguration configuration, IDownloader downloader) =>
            CrochetResults.Accepted(downloader.Download(AddressOfPage(context, configuration))));
        app.MapCrochetResults("/downloads");
        app.MapCrochet();
        app.MapGet("/slow", SlowPage.ServeAsync);
        app.MapGet("/broken", SlowPage.BreakOffAsync);
        // Stop the downloads first. The server would wait for the pages that it serves to them.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<EventLoop>().Stop);
        await app.RunAsync();
    }

    /// <summary>The page to download: what --url names, else a page of this server. A visitor cannot choose it.</summary>
    private static Uri AddressOfPage(HttpContext context, IConfiguration configuration)
    {
        var server = new IPEndPoint(context.Connection.LocalIpAddress!, context.Connection.LocalPort);
        return new Uri(new Uri($"http://{server}"), configuration["url"] ?? "/slow");
    }

    private static Stream IndexPage() => typeof(Program).Assembly.GetManifestResourceStream("index.html")!;
}
