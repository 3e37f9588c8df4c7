using Crochet.Interfaces;
using Crochet.Objects;
using Crochet.Scopes;
using Crochet.Sending;
using Crochet.Streams;

namespace Crochet.LiveValues;

/// <summary>
/// What of a call outlives it, for the sake of what it hands out. Made in the loop, for members that may hand out live values alone.
/// </summary>
internal sealed class LiveCall
{
    public required EventLoop Loop { get; init; }

    public required Member Member { get; init; }

    public required CallSettings Settings { get; init; }

    /// <summary>The loop's proxies of objects that were handed out.</summary>
    public required LiveObjects Objects { get; init; }

    /// <summary>The proxy that was called.</summary>
    public required object? Proxy { get; init; }

    /// <summary>The implementation that ran; of one that may not be there yet, the thread-bound object.</summary>
    public required object? Target { get; init; }

    /// <summary>What keeps the implementation while a stream is read; null where nothing need.</summary>
    public IStreamHolder? Holder { get; init; }

    /// <summary>Where the readings of its streams are counted; null where the implementation belongs to no scope.</summary>
    public ScopeCalls? Scope { get; init; }

    /// <summary>Of the token that the implementation was given; null where it takes none.</summary>
    public CancellationTokenSource? Token { get; init; }

    /// <summary>The caller's own token.</summary>
    public CancellationToken CallerToken { get; init; }

    /// <summary>Whether the implementation has handed out itself.</summary>
    public bool IsOwnTarget(object value) =>
        Proxy is not null && (Target is BoundObject bound ? bound.Holds(value) : ReferenceEquals(value, Target));
}
