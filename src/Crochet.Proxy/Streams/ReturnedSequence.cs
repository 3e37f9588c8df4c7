using System.Collections;
using Crochet.Interfaces;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>An IEnumerable that is no collection and that a call has returned. Its readers block for each step.</summary>
internal sealed class ReturnedSequence<T>(
    EventLoop loop, StreamOrigin<T> origin, Member member, CallSettings settings, CancellationToken callerToken)
    : StreamSource<T>(member, settings, callerToken), IEnumerable<T>
{
    public override OpenStream<T> Open() => Open(loop, origin);

    public IEnumerator<T> GetEnumerator() => new BlockingStreamReader<T>(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
