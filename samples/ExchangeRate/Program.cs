using System.Globalization;
using Crochet;

namespace ExchangeRate;

public interface IExchangeRate
{
    /// <summary>US dollars for one euro; null before the first answer.</summary>
    [WaitFor(seconds: 1)]
    decimal? LatestValue { get; }
}

/// <summary>Runs in the loop alone, so it needs no lock.</summary>
public sealed class ExchangeRateFeed
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    public decimal? LatestValue { get; private set; }

    public async Task FetchAsync(Uri source) =>
        LatestValue = decimal.Parse(await _http.GetStringAsync(source), CultureInfo.InvariantCulture);
}

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var period = builder.Configuration.GetValue("period", TimeSpan.FromSeconds(2));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddCrochet().AddProxied<IExchangeRate, ExchangeRateFeed>();

        await using var app = builder.Build();
        app.MapGet("/", (IExchangeRate rate) => Results.Content(Page(rate.LatestValue), "text/html; charset=utf-8"));
        app.MapGet("/rate", new UnreliableBank().Answer);
        await app.StartAsync();

        var source = new Uri($"{app.Urls.First()}/rate");
        var feed = app.Services.GetRequiredService<ExchangeRateFeed>();
        var loop = app.Services.GetRequiredService<EventLoop>();
        loop.CallEvery(period, () => feed.FetchAsync(source));

        await app.WaitForShutdownAsync();
    }

    private static string Page(decimal? rate)
    {
        var text = rate is null ? "unavailable so far" : string.Create(CultureInfo.InvariantCulture, $"1 € = {rate:0.0000} $");
        return $"""
            <!DOCTYPE html>
            <html lang="en" style="color-scheme: light dark">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="1">
            <link rel="icon" href="data:,">
            <title>Exchange rate</title>
            <body style="font: 2rem system-ui; text-align: center; margin-top: 20vh">
            <p>{text}</p>
            """;
    }
}

/// <summary>The endpoint that the feed asks. It refuses the first question, and every fourth one after that.</summary>
internal sealed class UnreliableBank
{
    private int _questions;

    public IResult Answer()
    {
        var refuses = Interlocked.Increment(ref _questions) % 4 == 1;
        var rate = 1.08m + Random.Shared.Next(-50, 50) / 10_000m;
        return refuses
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Text(rate.ToString(CultureInfo.InvariantCulture));
    }
}
