using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Crochet.Tests;

/// <summary>Makes streams, and tells a test how far it has come.</summary>
public sealed class Feed
{
    private int _made;

    public int Made => Volatile.Read(ref _made);

    public bool IsLoopThread { get; private set; } = true;

    internal Gate Left { get; } = new();

    public async IAsyncEnumerable<int> CountFrom(int first, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var number = first; ; number++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                IsLoopThread &= EventLoop.Current is not null;
                Interlocked.Increment(ref _made);
                yield return number;
            }
        }
        finally
        {
            Left.Open();
        }
    }

    public async IAsyncEnumerable<string> Words(string text)
    {
        foreach (var word in text.Split(' '))
        {
            if (word == "fail")
                throw new KeyNotFoundException("No such word.");
            await Task.Yield();
            yield return word;
        }
    }

    public IEnumerable<int> Lazily(int count)
    {
        try
        {
            for (var number = 1; number <= count; number++)
            {
                IsLoopThread &= EventLoop.Current is not null;
                Interlocked.Increment(ref _made);
                yield return number;
            }
        }
        finally
        {
            Left.Open();
        }
    }

    public IEnumerable<int> AtOnce(int count) => [.. Lazily(count)];

    public async Task<IAsyncEnumerable<int>> OpenAsync(int first)
    {
        await Task.Yield();
        return CountFrom(first, CancellationToken.None);
    }

    public IEnumerable<int> Later(int count) => Lazily(count);

    public async IAsyncEnumerable<string?> Traces(int count)
    {
        for (var step = 0; step < count; step++)
        {
            await Task.Yield();
            yield return Activity.Current?.TraceId.ToHexString();
        }
    }

    public async IAsyncEnumerable<int> Stuck([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return 1;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Left.Open();
        }
    }
}
