using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Results;

/// <summary>Readers of events over real connections: what they cost, and how they end with the host.</summary>
[TestClass]
public sealed class ReaderTests
{
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(10);

    [TestMethod]
    public async Task ThousandReaders_CostNoThreadEachAndEndWithTheHost()
    {
        const int readers = 1_000;
        var gate = new Gate();
        await using var site = await StartAsync(site => site.Loop.RunInReactor(() => gate.Opened));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = site.Address };
        var (location, cookie) = await StartJobAsync(client);
        var events = await Task.WhenAll(Enumerable.Range(0, readers).Select(index =>
            OpenAsync(client, index % 10 == 0 ? "/base/crochet/events" : $"{location}/events", cookie)));

        var threads = Process.GetCurrentProcess().Threads.Count;
        var (duration, ends) = await StopAsync(site, () => Task.WhenAll(events.Select(static reader => reader.ReadToEndAsync())));

        Assert.IsLessThan(150, threads);
        Assert.IsLessThan(_shutdownTimeout, duration);
        Assert.HasCount(readers, ends);
        gate.Open();
    }

    [TestMethod]
    public async Task ReaderThatTakesNothing_DoesNotHoldTheHostsStopUp()
    {
        await using var site = await StartAsync(static site => site.Loop.RunInReactor(static () => new string('x', 30_000_000)));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = site.Address };
        var (location, cookie) = await StartJobAsync(client);
        using var stuck = new TcpClient { ReceiveBufferSize = 4_096 };
        await stuck.ConnectAsync(IPAddress.Loopback, site.Address.Port);
        var stream = stuck.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {location}/events HTTP/1.1\r\nHost: site\r\nCookie: {cookie}\r\n\r\n"));
        // It has begun to send, and nobody reads on.
        await stream.ReadExactlyAsync(new byte[15]);

        var (duration, _) = await StopAsync(site, static () => Task.FromResult(0));

        Assert.IsLessThan(_shutdownTimeout, duration);
    }

    private static async Task<(TimeSpan Duration, T Ends)> StopAsync<T>(LiveSite site, Func<Task<T>> readToTheEnd)
    {
        var reading = readToTheEnd();
        var started = Stopwatch.GetTimestamp();
        await site.App.StopAsync().WaitAsync(TestTimeouts.MustNotElapse);
        var duration = Stopwatch.GetElapsedTime(started);
        return (duration, await reading.WaitAsync(TestTimeouts.MustNotElapse));
    }

    private static async Task<(string Location, string Cookie)> StartJobAsync(HttpClient client)
    {
        using var started = await client.PostAsync("/base/jobs", content: null);
        Assert.AreEqual(HttpStatusCode.Accepted, started.StatusCode);
        return (started.Headers.Location!.OriginalString, started.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    // Connected, and the first event is there.
    private static async Task<StreamReader> OpenAsync(HttpClient client, string address, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookie);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("data: {", await reader.ReadLineAsync() ?? "");
        return reader;
    }

    private static async Task<LiveSite> StartAsync(Func<LiveSite, EventualResult> work)
    {
        LiveSite? site = null;
        site = await LiveSite.StartAsync(
            static services => services.Configure<HostOptions>(static host => host.ShutdownTimeout = _shutdownTimeout),
            map: app =>
            {
                app.MapPost("/jobs", () => CrochetResults.Accepted(work(site!)));
                app.MapCrochetResults();
                app.MapCrochet();
            });
        return site;
    }
}
