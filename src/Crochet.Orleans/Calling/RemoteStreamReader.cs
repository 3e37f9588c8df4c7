namespace Crochet.Calling;

/// <summary>One reading of a stream of another process. Where it is dropped before its end, the collector leaves for it.</summary>
internal sealed class RemoteStreamReader<T>(RemoteStream<T> stream, CancellationToken readerToken) : IAsyncEnumerator<T>
{
    private RemoteStep? _first;
    private ulong _step;
    private bool _isOver;
    private bool _isStepping;

    ~RemoteStreamReader() => LeaveAsync();

    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_isStepping)
            throw new InvalidOperationException($"A step of {stream.Member.Member.Name} has not ended. Await it before the next.");
        if (_isOver)
            return false;
        _isStepping = true;
        try
        {
            _step++;
            var sent = _first is null ? _first = stream.CreateFirst() : new(stream.Member, _first.Number, _first.Worker!, _step);
            var step = await stream.SendAsync(sent, readerToken).ConfigureAwait(false);
            Current = step.Item;
            _isOver = step.IsEnd;
            return !step.IsEnd;
        }
        catch
        {
            // Whatever the step has heard or told: who leaves twice does no harm.
            _ = LeaveAsync();
            _isOver = true;
            throw;
        }
        finally
        {
            _isStepping = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await LeaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Current = default!;
    }

    private Task LeaveAsync()
    {
        if (_isOver || _first is not { Worker: { } worker } first)
            return Task.CompletedTask;
        _isOver = true;
        var cluster = stream.Member.Cluster;
        return cluster.At(worker).LeaveStream(cluster.Own, first.Number).AsTask();
    }
}
