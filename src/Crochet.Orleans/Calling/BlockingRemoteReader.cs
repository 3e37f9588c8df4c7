using System.Collections;
using Crochet.Waiting;

namespace Crochet.Calling;

/// <summary>A reading whose steps block the reader.</summary>
internal sealed class BlockingRemoteReader<T>(RemoteSource<T> source) : RemoteReader<T>(source), IEnumerator<T>
{
    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (IsOver)
            return false;
        Source.Member.ThrowIfOnLoop("Read it in another thread, or let the member return an IAsyncEnumerable.");
        try
        {
            return OnStepped(Source.Block(CreateStep()));
        }
        catch
        {
            OnFailed();
            throw;
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        var leaving = LeaveAsync();
        // A loop's thread does not wait: the iterator is disposed of all the same.
        if (!leaving.IsCompleted && EventLoop.BlockedHere(Source.Member.Home) is null)
            BlockingWait.Block(EventualResult.FromTask(leaving), Source.Timeout, CancellationToken.None);
    }

    public void Reset() => throw new NotSupportedException("A stream is read once. Ask the sequence for another enumerator.");
}
