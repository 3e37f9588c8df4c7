using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Crochet.Tests.Results;

/// <summary>What no browser sends, over a real connection: the framework's own answers, and never a 500.</summary>
[TestClass]
public sealed class BadInputTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static LiveSite? _site;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _site = await LiveSite.StartAsync(map: static app =>
    {
        app.MapPost("/jobs", static () => CrochetResults.Accepted(EventualResult.Completed));
        app.MapCrochetResults();
        app.MapCrochet();
    });

    [ClassCleanup]
    public static async Task StopAsync() => await (_site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    [DataRow("/results/%00", 400)]
    [DataRow("/results/%zz", 404)]
    [DataRow("/results/%c0%af", 404)]
    [DataRow("/results/..%2f..%2fetc%2fpasswd", 404)]
    [DataRow("/results/" + Id + "%0d%0aSet-Cookie:%20a=b", 404)]
    [DataRow("/results/" + Id + "/", 404)]
    [DataRow("/results/" + Id + "/events/more", 404)]
    [DataRow("/results/" + Id + "?id=other&id=third", 404)]
    [DataRow("/results/0X23456789ABCDEF0123456789ABCDEF", 404)]
    [DataRow("/results//", 404)]
    [DataRow("/crochet/page.js%00", 400)]
    [DataRow("/crochet/..%2f..%2fappsettings.json", 404)]
    [DataRow("/crochet/snapshot?loop=%00", 200)]
    public async Task Path_Odd_IsAnsweredByConvention(string path, int expected)
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n");

        Assert.AreEqual(expected, StatusCodeOf(answer), answer);
    }

    [TestMethod]
    [DataRow("GET", "/results", 200)]
    [DataRow("GET", "/results/" + Id, 404)]
    [DataRow("GET", "/results/" + Id + "/events", 404)]
    [DataRow("DELETE", "/results/" + Id, 404)]
    [DataRow("POST", "/jobs", 202)]
    public async Task Cookie_Odd_IsNoOwner(string method, string path, int expected)
    {
        foreach (var cookie in (string[])[
            "crochet-owner=", "crochet-owner", ";;;=;", "crochet-owner=\"" + Id + "\"", "crochet-owner=" + new string('a', 8_000),
            "crochet-owner=%00%0d%0a", "crochet-owner=<script>"])
        {
            var answer = await SendAsync(
                $"{method} {path} HTTP/1.1\r\nHost: site\r\nCookie: {cookie}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            Assert.AreEqual(expected, StatusCodeOf(answer), $"{cookie}: {answer}");
        }
    }

    [TestMethod]
    [DataRow("HEAD", "/results", 405)]
    [DataRow("POST", "/results", 405)]
    [DataRow("HEAD", "/results/" + Id, 405)]
    [DataRow("POST", "/results/" + Id, 405)]
    [DataRow("POST", "/results/" + Id + "/events", 405)]
    [DataRow("DELETE", "/results/" + Id + "/events", 405)]
    [DataRow("DELETE", "/results", 405)]
    [DataRow("HEAD", "/crochet", 405)]
    [DataRow("POST", "/crochet/events", 405)]
    [DataRow("DELETE", "/results/" + Id, 404)]
    public async Task Method_WithABody_IsAnsweredByConvention(string method, string path, int expected)
    {
        var answer = await SendAsync(
            $"{method} {path} HTTP/1.1\r\nHost: site\r\nContent-Type: application/json\r\nContent-Length: 4\r\n"
            + "Connection: close\r\n\r\n{]\0,");

        Assert.AreEqual(expected, StatusCodeOf(answer), answer);
    }

    [TestMethod]
    [DataRow("99999999999999999999999999999999999999")]
    [DataRow("-9223372036854775809")]
    [DataRow("")]
    [DataRow("é")]
    public async Task LastEventId_Odd_TellsWhatIsNow(string lastEventId)
    {
        var started = await SendAsync("POST /jobs HTTP/1.1\r\nHost: site\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var cookie = HeaderOf(started, "Set-Cookie").Split(';')[0];

        var answer = await SendAsync(
            $"GET {HeaderOf(started, "Location")}/events HTTP/1.1\r\nHost: site\r\nCookie: {cookie}\r\n"
            + $"Last-Event-ID: {lastEventId}\r\nConnection: close\r\n\r\n");

        Assert.AreEqual(200, StatusCodeOf(answer), answer);
        Assert.Contains("\"status\":\"succeeded\"", answer);
    }

    // The whole answer; the server closes the connection after it.
    private static async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _site!.Address.Port).WaitAsync(TestTimeouts.MustNotElapse);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TestTimeouts.MustNotElapse);
    }

    private static int StatusCodeOf(string answer) => int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture);

    private static string HeaderOf(string answer, string name) =>
        answer.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];
}
