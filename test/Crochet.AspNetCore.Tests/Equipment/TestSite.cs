using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>An application in this process, with a loop; POST /jobs starts <see cref="Work"/> there.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private TestSite(WebApplication app, RecordingLoggerFactory log) => (App, Log) = (app, log);

    public WebApplication App { get; }

    public RecordingLoggerFactory Log { get; }

    public EventLoop Loop => App.Services.GetRequiredService<EventLoop>();

    /// <summary>What POST /jobs starts.</summary>
    public Func<EventualResult> Work { get; set; } = static () => EventualResult.Completed;

    public static async Task<TestSite> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, string environment = "Production",
        Action<CrochetResultsOptions>? results = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var log = new RecordingLoggerFactory();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddCrochet(static options => options.DrainTimeout = TimeSpan.Zero);
        builder.Services.AddCrochetResults(results);
        services?.Invoke(builder.Services);
        var site = new TestSite(builder.Build(), log);
        if (map is null)
            site.App.MapCrochetResults();
        else
            map(site.App);
        site.App.MapPost("/jobs", () => CrochetResults.Accepted(site.Work()));
        await site.App.StartAsync();
        return site;
    }

    /// <summary>Somebody with cookies of their own.</summary>
    public Visitor NewVisitor(string? user = null) => new(App.GetTestServer(), user);

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
