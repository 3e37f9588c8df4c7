using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>
/// What a member gives that returns an IAsyncEnumerable of another process: each reading makes the call, with its first step.
/// </summary>
internal sealed class RemoteStream<T>(
    RemoteMember member, CallSettings settings, byte[] arguments, byte[]? key, CancellationToken callerToken)
    : RemoteSource<T>(member, settings, callerToken), IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncRemoteReader<T>(this, cancellationToken);

    public override RemoteCall CreateFirst() => new RemoteStep(Member, arguments, key);

    public override RemoteCall CreateNext(RemoteCall first, ulong step) => new RemoteStep(Member, first.Number, first.Worker!, step);
}
