namespace Crochet.Streams;

/// <summary>Each reading enumerates what a call has returned.</summary>
/// <param name="items">An IAsyncEnumerable, or an IEnumerable that is no collection.</param>
/// <param name="holder">What it was returned by, where that must outlive the readings.</param>
/// <param name="memberToken">Of the token that the member was given; null where it takes none.</param>
internal sealed class ValueOrigin<T>(object items, IStreamHolder? holder, CancellationTokenSource? memberToken) : StreamOrigin<T>
{
    public override ValueTask<IAsyncEnumerator<T>> OpenAsync(OpenStream<T> stream, EventualResult call, CancellationToken token)
    {
        stream.Hold(holder);
        return new(items is IAsyncEnumerable<T> stepwise
            ? stepwise.GetAsyncEnumerator(token)
            : new SequenceIterator<T>(((IEnumerable<T>)items).GetEnumerator()));
    }

    public override void OnCancelled() => memberToken?.Cancel();
}
