using System.Runtime.CompilerServices;

namespace Crochet.Streams;

/// <summary>A reading whose steps are awaited.</summary>
internal sealed class AsyncStreamReader<T> : StreamReader<T>, IAsyncEnumerator<T>
{
    private readonly CancellationToken _token;
    private readonly CancellationTokenSource? _linked;
    private bool _isStepping;

    /// <param name="source">The stream.</param>
    /// <param name="readerToken">The reader's own token, besides the member's.</param>
    public AsyncStreamReader(StreamSource<T> source, CancellationToken readerToken)
        : base(source)
    {
        if (readerToken.CanBeCanceled && source.CallerToken.CanBeCanceled && readerToken != source.CallerToken)
            _linked = CancellationTokenSource.CreateLinkedTokenSource(readerToken, source.CallerToken);
        _token = _linked?.Token ?? (readerToken.CanBeCanceled ? readerToken : source.CallerToken);
    }

    public ValueTask<bool> MoveNextAsync()
    {
        if (_isStepping)
            throw new InvalidOperationException($"A step of {Source.Name} has not ended. Await it before the next.");
        if (IsOver)
            return new(false);
        return TryTake(_token) ? new(true) : StepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _linked?.Dispose();
        if (!TryLeave())
            return;
        var stream = Stream!;
        try
        {
            // A test that drives the loop sees nothing of the thread pool.
            await stream.Loop.Calls.QueueAwaited<bool>(LeaveInvoker<T>.Instance, stream, Source.Timeout)
                .ConfigureAwait(stream.Loop.Schedule is not null);
        }
        catch (EventLoopStoppedException)
        {
            // The stop disposes of the iterator.
        }
        catch (CrochetTimeoutException timeout) when (timeout.Call == stream.Name)
        {
            OnSlow(timeout);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> StepAsync()
    {
        _isStepping = true;
        try
        {
            var stream = GetStream(out var isFirst);
            var invoker = isFirst ? Source.First : StepInvoker<T>.Next;
            var step = stream.Loop.Calls.QueueAwaited<StreamStep<T>>(invoker, stream, Source.Timeout, _token);
            return OnStepped(await step.ConfigureAwait(stream.Loop.Schedule is not null));
        }
        catch
        {
            OnFailed();
            throw;
        }
        finally
        {
            _isStepping = false;
        }
    }
}
