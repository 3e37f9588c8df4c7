using Crochet.Sending;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>What the readers of a stream of another process share: how their steps are sent.</summary>
internal abstract class RemoteSource<T>(RemoteMember member, CallSettings settings, CancellationToken callerToken)
{
    public RemoteMember Member => member;

    /// <summary>Of each step; infinite where there is none.</summary>
    public TimeSpan Timeout => settings.Timeout;

    /// <summary>The first step of a reading.</summary>
    public abstract RemoteCall CreateFirst();

    /// <summary>A later one.</summary>
    /// <param name="first">The reading's first, which has ended.</param>
    /// <param name="step">The step's number.</param>
    public abstract RemoteCall CreateNext(RemoteCall first, ulong step);

    public Task<Step<T>> SendAsync(RemoteCall step, CancellationToken readerToken)
    {
        var result = Send(step, readerToken);
        TimeLimit.Set(result, member, Timeout);
        return result.AsTask();
    }

    /// <summary>Sends a step and blocks the calling thread for its end.</summary>
    public Step<T> Block(RemoteCall step)
    {
        var result = Send(step, readerToken: default);
        TimeLimit.Block(result, member, Timeout);
        result.ThrowIfFailed();
        return result.Value;
    }

    private EventualResult<Step<T>> Send(RemoteCall step, CancellationToken readerToken)
    {
        var result = (EventualResult<Step<T>>)step.Result;
        TokenTie.Tie(result, callerToken);
        TokenTie.Tie(result, readerToken);
        _ = step.RunAsync();
        return result;
    }
}
