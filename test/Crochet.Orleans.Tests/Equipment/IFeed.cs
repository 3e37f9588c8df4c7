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

    /// <summary>One by one, as they are read.</summary>
    [WaitFor(seconds: 15)]
    IEnumerable<int> Lazily(int count);

    /// <summary>The same, as a list.</summary>
    [WaitFor(seconds: 15)]
    IEnumerable<int> AtOnce(int count);

    [WaitFor(seconds: 15)]
    Task<IAsyncEnumerable<int>> OpenAsync(int first);

    [RunInReactor]
    EventualResult<IEnumerable<int>> Later(int count);

    /// <summary>The trace that each step runs in.</summary>
    [WaitFor(seconds: 15)]
    IAsyncEnumerable<string?> Traces(int count);
}
