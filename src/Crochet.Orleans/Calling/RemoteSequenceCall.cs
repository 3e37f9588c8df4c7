using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>A call that returns a sequence. Where that is a stream, the worker keeps it, and the caller gets what reads it.</summary>
internal sealed class RemoteSequenceCall<TSequence, T>(
    RemoteMember member, RemoteMember items, CallSettings settings, byte[] arguments, byte[]? key, CancellationToken callerToken)
    : RemoteCall(member, arguments, key) where TSequence : class
{
    protected override void SucceedWithStream(SiloAddress worker)
    {
        var returned = new ReturnedCall(Member.Cluster, worker, Number);
        object stream = typeof(TSequence) == typeof(IAsyncEnumerable<T>)
            ? new ReturnedRemoteStream<T>(items, settings, returned, callerToken)
            : new ReturnedRemoteSequence<T>(items, settings, returned, callerToken);
        // Where the caller has given it up this moment, the collector gives up the stream.
        ((EventualResult<TSequence>)Result).Succeed((TSequence)stream);
    }
}
