using System.Collections;
using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>A lazy IEnumerable that a call in another process has returned. Its readers block for each step.</summary>
internal sealed class ReturnedRemoteSequence<T>(
    RemoteMember member, CallSettings settings, ReturnedCall returned, CancellationToken callerToken)
    : ReturnedRemoteSource<T>(member, settings, returned, callerToken), IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new BlockingRemoteReader<T>(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
