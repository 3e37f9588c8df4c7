using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>A stream that a call in another process has returned; it stays there, and each reading begins anew.</summary>
internal abstract class ReturnedRemoteSource<T>(
    RemoteMember member, CallSettings settings, ReturnedCall returned, CancellationToken callerToken)
    : RemoteSource<T>(member, settings, callerToken)
{
    public sealed override RemoteCall CreateFirst() => new ReturnedStep(Member, returned, Member.Cluster.NextCall(), step: 1);

    public sealed override RemoteCall CreateNext(RemoteCall first, ulong step) => new ReturnedStep(Member, returned, first.Number, step);
}
