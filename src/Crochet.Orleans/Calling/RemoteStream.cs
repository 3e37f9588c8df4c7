using Crochet.Sending;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>
/// What a member gives that returns an IAsyncEnumerable of another process: each reading makes the call, with its first step.
/// </summary>
internal sealed class RemoteStream<T>(
    RemoteMember member, CallSettings settings, byte[] arguments, byte[]? key, CancellationToken callerToken) : IAsyncEnumerable<T>
{
    public RemoteMember Member => member;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new RemoteStreamReader<T>(this, cancellationToken);

    public RemoteStep CreateFirst() => new(member, arguments, key);

    public Task<Step<T>> SendAsync(RemoteStep step, CancellationToken readerToken)
    {
        var result = (EventualResult<Step<T>>)step.Result;
        TokenTie.Tie(result, callerToken);
        TokenTie.Tie(result, readerToken);
        _ = step.RunAsync();
        TimeLimit.Set(result, member, settings.Timeout);
        return result.AsTask();
    }
}
