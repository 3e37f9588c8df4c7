using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>
/// A stream that a call has returned, kept for readers in the caller's process until that gives it up. What it is made from is disposed of
/// then, and after the readings.
/// </summary>
internal sealed class ReturnedStream(MemberCodec codec, IServedSource source, AsyncServiceScope? scope) : IAsyncDisposable
{
    // The caller is one, and each reading another.
    private int _users = 1;
    private int _isReleased;

    public MemberCodec Codec => codec;

    /// <summary>Begins a reading; null where the caller has given the stream up.</summary>
    public IServedSteps? TryOpen()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return source.Open();
            users = seen;
        }

        return null;
    }

    /// <summary>The caller has given it up.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            _ = DisposeAsync().AsTask();
    }

    /// <summary>A reading has ended, or the caller has given it up.</summary>
    public ValueTask DisposeAsync() => Interlocked.Decrement(ref _users) == 0 && scope is { } own ? own.DisposeAsync() : default;
}
