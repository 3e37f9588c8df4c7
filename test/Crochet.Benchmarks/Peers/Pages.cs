namespace Crochet.Benchmarks.Peers;

/// <summary>A page of a slow server, fetched anew each time.</summary>
public sealed class Pages(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };

    public Task<string> GetAsync() => _client.GetStringAsync(address);

    public void Dispose() => _client.Dispose();
}
