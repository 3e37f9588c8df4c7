using Crochet.LiveValues;

namespace Crochet.Streams;

/// <summary>Each reading enumerates what a call has returned.</summary>
/// <param name="items">An IAsyncEnumerable, or an IEnumerable that is no collection.</param>
/// <param name="call">The call.</param>
/// <param name="item">Of each item; null where it goes as it is.</param>
internal sealed class ValueOrigin<T>(object items, LiveCall call, LiveConversion? item) : StreamOrigin<T>
{
    public override ValueTask<IAsyncEnumerator<T>> OpenAsync(OpenStream<T> stream, EventualResult step, CancellationToken token)
    {
        stream.Hold(call.Holder);
        return new(items is IAsyncEnumerable<T> stepwise
            ? stepwise.GetAsyncEnumerator(token)
            : new SequenceIterator<T>(((IEnumerable<T>)items).GetEnumerator()));
    }

    public override T ItemOf(T made) => item is null || made is null ? made : (T)item.ToCaller(made, call);

    public override void OnCancelled() => call.Token?.Cancel();
}
