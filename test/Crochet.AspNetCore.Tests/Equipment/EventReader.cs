using System.Text;
using System.Text.Json;

namespace Crochet.Tests;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly StreamReader _reader = new(body);

    /// <summary>The next event's data; null at the end.</summary>
    public async Task<string?> NextTextAsync()
    {
        var data = new StringBuilder();
        while (await _reader.ReadLineAsync().WaitAsync(TestTimeouts.MustNotElapse) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                data.Append(data.Length == 0 ? "" : "\n").Append(line.AsSpan(6));
            else if (line.Length == 0 && data.Length > 0)
                return data.ToString();
        }

        Assert.AreEqual(0, data.Length, "The stream ended within an event.");
        return null;
    }

    public async Task<JsonElement> NextAsync() => JsonElement.Parse(
        await NextTextAsync() ?? throw new AssertFailedException("The events ended, and one more was expected."));

    /// <summary>Reads on to the status.</summary>
    public async Task<JsonElement> NextAsync(string status)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.GetProperty("status").GetString() == status)
                return next;
        }
    }

    public async Task AssertEndAsync() => Assert.IsNull(await NextTextAsync());

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
