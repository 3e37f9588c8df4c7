using Crochet.LiveValues;

namespace Crochet.Streams;

/// <summary>An IAsyncEnumerable that a call has returned inside something else.</summary>
internal sealed class ReturnedStream<T>(LiveCall call, StreamOrigin<T> origin) : StreamSource<T>(call.Member,
    call.Settings, call.CallerToken), IAsyncEnumerable<T>
{
    public override OpenStream<T> Open() => Open(call.Loop, origin, call.Scope);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncStreamReader<T>(this, cancellationToken);
}
