using System.Collections;
using Crochet.LiveValues;

namespace Crochet.Streams;

/// <summary>An IEnumerable that is no collection and that a call has returned. Its readers block for each step.</summary>
internal sealed class ReturnedSequence<T>(LiveCall call, StreamOrigin<T> origin) : StreamSource<T>(call.Member,
    call.Settings, call.CallerToken), IEnumerable<T>
{
    public override OpenStream<T> Open() => Open(call.Loop, origin, call.Scope);

    public IEnumerator<T> GetEnumerator() => new BlockingStreamReader<T>(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
