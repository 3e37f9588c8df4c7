using Crochet.Invoking;

namespace Crochet.Streams;

/// <summary>Gives one reading its iterator, in the loop, with its first step.</summary>
internal abstract class StreamOrigin<T>
{
    /// <summary>The arguments of the call that the first step makes; null where it makes none.</summary>
    public virtual CallArguments? Arguments => null;

    /// <param name="stream">The reading.</param>
    /// <param name="step">The first step.</param>
    /// <param name="token">The reading's token, for the implementation.</param>
    public abstract ValueTask<IAsyncEnumerator<T>> OpenAsync(OpenStream<T> stream, EventualResult step, CancellationToken token);

    /// <summary>What the reader gets for an item that the iterator has made.</summary>
    public virtual T ItemOf(T made) => made;

    /// <summary>A step was cancelled, or has timed out, or the loop stops.</summary>
    public virtual void OnCancelled()
    {
    }
}
