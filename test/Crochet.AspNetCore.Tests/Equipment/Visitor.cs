using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;

namespace Crochet.Tests;

/// <summary>Somebody's browser: it keeps cookies, and may say who they are.</summary>
internal sealed class Visitor(TestServer server, string? user) : IDisposable
{
    public const string UserHeader = "Test-User";

    private readonly HttpClient _client = new(new CookieHandler(server.CreateHandler(), user)) { BaseAddress = server.BaseAddress };

    /// <summary>Starts a job that is accepted.</summary>
    public async Task<JsonElement> StartAsync(string address = "/jobs")
    {
        using var response = await SendAsync(HttpMethod.Post, address);
        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<string> StartAndGetIdAsync() => (await StartAsync()).GetProperty("id").GetString()!;

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, Action<HttpRequestMessage>? prepare = null)
    {
        var request = new HttpRequestMessage(method, address);
        prepare?.Invoke(request);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestTimeouts.MustNotElapse);
    }

    public async Task<HttpStatusCode> GetStatusCodeAsync(string address)
    {
        using var response = await SendAsync(HttpMethod.Get, address);
        return response.StatusCode;
    }

    /// <summary>All of an answer that somebody could tell from another.</summary>
    public async Task<string> GetAnswerAsync(HttpMethod method, string address)
    {
        using var response = await SendAsync(method, address);
        return $"{response.StatusCode}\n{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}";
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        using var response = await SendAsync(HttpMethod.Get, address);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<EventReader> FollowAsync(string address, string? lastEventId = null)
    {
        var response = await SendAsync(HttpMethod.Get, address, request =>
        {
            if (lastEventId is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        });
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _client.Dispose();

    private sealed class CookieHandler(HttpMessageHandler inner, string? user) : DelegatingHandler(inner)
    {
        private readonly CookieContainer _cookies = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies && !request.Headers.Contains("Cookie"))
                request.Headers.Add("Cookie", cookies);
            if (user is not null)
                request.Headers.Add(UserHeader, user);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                    _cookies.SetCookies(request.RequestUri!, cookie);
            }

            return response;
        }
    }
}
