using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>Of a member that gives an IAsyncEnumerable, whose readers make the call.</summary>
internal sealed class RemoteStreamSender<T>(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
{
    protected override object? ValueOf(EventualResult result) => throw new NotSupportedException();

    protected override object AwaitedValue(EventualResult result) => throw new NotSupportedException();

    protected override object CreateStream(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
        new RemoteStream<T>(Member, Settings, arguments, key, callerToken);
}
