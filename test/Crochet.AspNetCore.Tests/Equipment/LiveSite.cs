using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>The loops' page on a port of this machine, under a path base and the strictest policy that it is to work under.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private LiveSite(WebApplication app) => App = app;

    public WebApplication App { get; }

    public EventLoop Loop => App.Services.GetRequiredService<EventLoop>();

    public Uri Address => new(App.Urls.Single());

    public static async Task<LiveSite> StartAsync(
        Action<IServiceCollection>? services = null, string loopName = "Crochet", int port = 0, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddCrochet(options =>
        {
            options.Loop.Name = loopName;
            options.DrainTimeout = TimeSpan.Zero;
        });
        builder.Services.AddCrochetResults();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            return next(context);
        });
        app.UsePathBase("/base");
        app.UseRouting();
        if (map is null)
            app.MapGroup("/ops").MapCrochet("/loops");
        else
            map(app);
        await app.StartAsync();
        return new LiveSite(app);
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
