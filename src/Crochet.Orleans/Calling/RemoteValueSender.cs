using Crochet.Sending;

namespace Crochet.Calling;

/// <summary>Of a member with a value.</summary>
internal class RemoteValueSender<T>(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
{
    protected sealed override object? ValueOf(EventualResult result) => ((EventualResult<T>)result).Value;

    protected sealed override object AwaitedValue(EventualResult result)
    {
        var task = ((EventualResult<T>)result).AsTask();
        return IsValueTask ? new ValueTask<T>(task) : task;
    }
}
