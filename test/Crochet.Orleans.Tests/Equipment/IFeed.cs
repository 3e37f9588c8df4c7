namespace Crochet.Tests;

/// <summary>Streams of another process.</summary>
public interface IFeed
{
    /// <summary>Counts up, for ever.</summary>
    [WaitFor(seconds: 15)]
    IAsyncEnumerable<int> CountFrom(int first, CancellationToken cancellationToken = default);

    [WaitFor(seconds: 15)]
    IAsyncEnumerable<string> Words(string text);

    /// <summary>Its second step never ends.</summary>
    [WaitFor(seconds: 0.3)]
    IAsyncEnumerable<int> Stuck();
}
