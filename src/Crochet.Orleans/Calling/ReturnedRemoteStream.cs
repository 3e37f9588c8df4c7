using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>An IAsyncEnumerable that a call in another process has returned inside something else.</summary>
internal sealed class ReturnedRemoteStream<T>(
    RemoteMember member, CallSettings settings, ReturnedCall returned, CancellationToken callerToken)
    : ReturnedRemoteSource<T>(member, settings, returned, callerToken), IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncRemoteReader<T>(this, cancellationToken);
}
