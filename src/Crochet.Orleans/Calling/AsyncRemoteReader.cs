namespace Crochet.Calling;

/// <summary>A reading whose steps are awaited.</summary>
internal sealed class AsyncRemoteReader<T>(RemoteSource<T> source, CancellationToken readerToken)
    : RemoteReader<T>(source), IAsyncEnumerator<T>
{
    private bool _isStepping;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_isStepping)
            throw new InvalidOperationException($"A step of {Source.Member.Member.Name} has not ended. Await it before the next.");
        if (IsOver)
            return false;
        _isStepping = true;
        try
        {
            return OnStepped(await Source.SendAsync(CreateStep(), readerToken).ConfigureAwait(false));
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

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await LeaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
