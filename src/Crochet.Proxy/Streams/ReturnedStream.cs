using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>An IAsyncEnumerable that a call has returned inside something else.</summary>
internal sealed class ReturnedStream<T>(
    EventLoop loop, StreamOrigin<T> origin, Member member, CallSettings settings, CancellationToken callerToken)
    : StreamSource<T>(member, settings, callerToken), IAsyncEnumerable<T>
{
    public override OpenStream<T> Open() => Open(loop, origin);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncStreamReader<T>(this, cancellationToken);
}
