using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>Of a member without a value.</summary>
internal sealed class RemoteVoidSender(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
{
    protected override object? ValueOf(EventualResult result) => null;

    protected override object AwaitedValue(EventualResult result) => IsValueTask ? new ValueTask(result.AsTask()) : result.AsTask();
}
