namespace Crochet.Streams;

/// <summary>
/// A reading for somebody who follows each step himself, in another process: no timeout holds for a step, and what the loop refuses is
/// thrown before anything has run.
/// </summary>
internal sealed class FollowedStreamReader<T>(StreamSource<T> source) : StreamReader<T>(source), IAsyncDisposable
{
    /// <summary>Begins a step; its end says whether there is an item.</summary>
    /// <exception cref="EventLoopOverloadedException">The loop's limit refuses the first step, which never ran.</exception>
    /// <exception cref="EventLoopStoppedException">The loop takes no more steps.</exception>
    public Task<bool> StepAsync(CancellationToken token)
    {
        if (IsOver)
            return Task.FromResult(false);
        if (TryTake(token))
            return Task.FromResult(true);
        var stream = GetStream(out var isFirst);
        EventualResult<StreamStep<T>> step;
        try
        {
            step = stream.Loop.Calls.QueueOrThrow<StreamStep<T>>(isFirst ? Source.First : StepInvoker<T>.Next, stream, token);
        }
        catch
        {
            OnFailed();
            throw;
        }

        return FollowAsync(step);
    }

    public async ValueTask DisposeAsync()
    {
        if (!TryLeave())
            return;
        var stream = Stream!;
        try
        {
            await stream.Loop.Calls.QueueAwaited<bool>(LeaveInvoker<T>.Instance, stream, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }
        catch (EventLoopStoppedException)
        {
            // The stop disposes of the iterator.
        }
    }

    private async Task<bool> FollowAsync(EventualResult<StreamStep<T>> step)
    {
        try
        {
            return OnStepped(await step.AsTask().ConfigureAwait(false));
        }
        catch
        {
            OnFailed();
            throw;
        }
    }
}
