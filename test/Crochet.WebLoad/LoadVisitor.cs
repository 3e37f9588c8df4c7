using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Crochet.WebLoad;

/// <summary>
/// One visitor: starts a job, then polls it, follows it or deletes it, and now and then tries the address of somebody else's.
/// </summary>
internal sealed class LoadVisitor(int number, HttpClient client, LoadVisitor[] all, Tally tally, Func<int> generation)
{
    private readonly Random _random = new(number);
    private string? _cookie;
    private volatile string? _location;

    public async Task VisitAsync(DateTime end)
    {
        await Task.Delay(_random.Next(2_000));
        while (DateTime.UtcNow < end)
        {
            var server = generation();
            try
            {
                await VisitOnceAsync(server);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // Between two servers there is nobody.
                tally.Add("requests that no server answered, at the restart");
                if (server == generation() && server % 2 == 0)
                    tally.Violate($"Visitor {number} was not answered: {exception.Message}");
                await Task.Delay(200);
            }

            await Task.Delay(_random.Next(200, 1_500));
        }
    }

    private async Task VisitOnceAsync(int server)
    {
        if (_random.Next(5) == 0)
            await SnoopAsync();
        using var started = await SendAsync(HttpMethod.Post, $"/jobs/{number}/{_random.Next(20, 1_500)}");
        if (started.StatusCode != HttpStatusCode.Accepted)
        {
            tally.Add($"jobs that were answered with {(int)started.StatusCode}");
            if (started.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                tally.Violate($"A job was answered with {started.StatusCode}.");
            return;
        }

        if (started.Headers.TryGetValues("Set-Cookie", out var cookies))
            _cookie = cookies.Single().Split(';')[0];
        var location = started.Headers.Location!.OriginalString;
        _location = location;
        tally.Add("jobs started");
        switch (_random.Next(5))
        {
            case 0:
                await DeleteAsync(location, server);
                break;
            case 1 or 2:
                await PollAsync(location, server);
                break;
            default:
                await FollowAsync(location, server);
                break;
        }
    }

    private async Task PollAsync(string location, int server)
    {
        while (true)
        {
            using var answer = await SendAsync(HttpMethod.Get, location);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                CountLost(location, server);
                return;
            }

            var status = await answer.Content.ReadFromJsonAsync<JsonElement>();
            tally.Add("polls");
            if (HasEnded(status))
                return;
            await Task.Delay(_random.Next(50, 300));
        }
    }

    private async Task FollowAsync(string location, int server)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"{location}/events");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            CountLost(location, server);
            return;
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                continue;
            tally.Add("events");
            if (HasEnded(JsonElement.Parse(line["data: ".Length..])))
            {
                tally.Add("readers told of the end");
                return;
            }
        }

        // The host begins to stop: the stream ends whole, without the job's end.
        tally.Add("readers whose stream ended with the server");
        if (server == generation() && server % 2 == 0)
            tally.Violate($"The events of {location} ended before the job.");
    }

    private async Task DeleteAsync(string location, int server)
    {
        await Task.Delay(_random.Next(500));
        using var deleted = await SendAsync(HttpMethod.Delete, location);
        if (deleted.StatusCode == HttpStatusCode.NotFound)
        {
            CountLost(location, server);
            return;
        }

        using var answer = await SendAsync(HttpMethod.Get, location);
        tally.Add("deletions");
        if (deleted.StatusCode != HttpStatusCode.NoContent || answer.StatusCode != HttpStatusCode.NotFound)
            tally.Violate($"A deletion was answered with {deleted.StatusCode}, and a look after it with {answer.StatusCode}.");
    }

    private async Task SnoopAsync()
    {
        var other = all[_random.Next(all.Length)];
        if (other == this || other._location is not { } location)
            return;
        var (method, address) = _random.Next(3) switch
        {
            0 => (HttpMethod.Get, location),
            1 => (HttpMethod.Get, $"{location}/events"),
            _ => (HttpMethod.Delete, location),
        };
        using var answer = await SendAsync(method, address);
        tally.Add("looks at what is somebody else's");
        if (answer.StatusCode != HttpStatusCode.NotFound)
            tally.Violate($"{method} of another's {address} was answered with {answer.StatusCode}.");
    }

    private bool HasEnded(JsonElement status)
    {
        switch (status.GetProperty("status").GetString())
        {
            case "succeeded":
                if (status.GetProperty("result").GetInt32() != number)
                    tally.Violate($"Visitor {number} got the result of {status.GetProperty("result")}.");
                tally.Add("ends: succeeded");
                return true;
            case "failed":
                tally.Add("ends: failed");
                return true;
            case "cancelled":
                tally.Add("ends: cancelled");
                return true;
            default:
                return false;
        }
    }

    // What one server has accepted, it knows until its end; the next one does not.
    private void CountLost(string location, int server)
    {
        tally.Add("results that went with the old server");
        if (server == generation())
            tally.Violate($"{location} was accepted, and is not there.");
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        if (_cookie is not null)
            request.Headers.Add("Cookie", _cookie);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
