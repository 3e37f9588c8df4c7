namespace Crochet.Streams;

/// <summary>An iterator that never awaits, as one that may.</summary>
internal sealed class SequenceIterator<T>(IEnumerator<T> items) : IAsyncEnumerator<T>
{
    public T Current => items.Current;

    public ValueTask<bool> MoveNextAsync() => new(items.MoveNext());

    public ValueTask DisposeAsync()
    {
        items.Dispose();
        return default;
    }
}
