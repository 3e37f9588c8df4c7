using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>Of a member whose call returns a sequence: an IEnumerable, or a stream inside a task or a result.</summary>
internal sealed class RemoteSequenceSender<TSequence, T>(RemoteMember member, CallSettings settings)
    : RemoteValueSender<TSequence>(member, settings) where TSequence : class
{
    private readonly RemoteMember _items = member.OfItems();

    protected override RemoteCall CreateCall(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
        new RemoteSequenceCall<TSequence, T>(Member, _items, Settings, arguments, key, callerToken);
}
