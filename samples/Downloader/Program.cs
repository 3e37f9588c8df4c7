using System.Net;
using System.Text;
using Crochet;
using Microsoft.AspNetCore.DataProtection;

namespace Downloader;

public interface IDownloader
{
    /// <summary>Starts a download. The result ends with the page's text.</summary>
    [RunInReactor]
    EventualResult<string> Download(Guid id, Uri address);

    /// <summary>How much of a download has come, from 0 to 1. Null when its length is unknown, 1 when it is over.</summary>
    [WaitFor(seconds: 1)]
    double? GetProgress(Guid id);
}

/// <summary>Runs in the loop's thread alone, so a plain dictionary is enough.</summary>
public sealed class PageDownloader(ILogger<PageDownloader> logger)
{
    private const int MaxBytes = 1_000_000;
    private static readonly HttpClient _http = new();
    private readonly Dictionary<Guid, double?> _progress = [];

    public double? GetProgress(Guid id) => _progress.GetValueOrDefault(id, 1);

    public async Task<string> DownloadAsync(Guid id, Uri address, CancellationToken cancellationToken)
    {
        logger.LogInformation("Downloading {Address}", address);
        _progress[id] = 0;
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var page = new MemoryStream();
            var chunk = new byte[4096];
            while (await body.ReadAsync(chunk, cancellationToken) is > 0 and var length)
            {
                page.Write(chunk, 0, length);
                _progress[id] = (double)page.Length / response.Content.Headers.ContentLength;
                if (page.Length > MaxBytes)
                    throw new InvalidDataException($"The page is longer than {MaxBytes:N0} bytes.");
            }

            return Encoding.UTF8.GetString(page.ToArray());
        }
        finally
        {
            _progress.Remove(id);
        }
    }
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<CrochetOptions>(builder.Configuration.GetSection("Crochet"));
        builder.Services.AddCrochet().AddProxied<IDownloader, PageDownloader>();
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession(session => session.Cookie.Name = "downloader");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();

        await using var app = builder.Build();
        app.UseSession();
        app.MapGet("/", Visit).AddEndpointFilter(SaveSessionAsync);
        app.MapGet("/progress",
            (HttpContext context, IDownloader downloader) => downloader.GetProgress(new Visitor(context.Session).Download));
        app.MapGet("/slow", SlowPage.ServeAsync);
        app.MapGet("/broken", SlowPage.BreakOffAsync);
        app.MapCrochet();
        // Stop the downloads first. The server would wait for the ones that it serves itself.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<EventLoop>().Stop);
        await app.RunAsync();
    }

    private static IResult Visit(
        HttpContext context, IDownloader downloader, EventLoop loop, IConfiguration configuration, IHostEnvironment environment)
    {
        var visitor = new Visitor(context.Session);
        var result = visitor.Resume(loop.Stash) ?? downloader.Download(visitor.StartAfresh(), AddressOfPage(context, configuration));
        try
        {
            if (result.TryWait(TimeSpan.FromSeconds(0.1), out var page))
                return Page.OfResult(page);

            visitor.ComeBackFor(result.Stash());
            return Page.OfProgress(downloader.GetProgress(visitor.Download));
        }
        catch (Exception) when (result.OriginalFailure() is { } failure)
        {
            return Page.OfFailure(environment.IsDevelopment() ? failure.Traceback : "Please try again later.");
        }
    }

    /// <summary>Saves the session before the page is sent, because the page's next request may come at once.</summary>
    private static async ValueTask<object?> SaveSessionAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        await invocation.HttpContext.Session.CommitAsync();
        return result;
    }

    /// <summary>The page to download: what --url names, else a page of this server. A visitor cannot choose it.</summary>
    private static Uri AddressOfPage(HttpContext context, IConfiguration configuration)
    {
        var server = new IPEndPoint(context.Connection.LocalIpAddress!, context.Connection.LocalPort);
        return new Uri(new Uri($"http://{server}"), configuration["url"] ?? "/slow");
    }
}
