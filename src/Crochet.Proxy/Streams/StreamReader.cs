namespace Crochet.Streams;

/// <summary>One reading of a stream, on the reader's side. Where it is dropped before its end, the collector leaves for it.</summary>
internal abstract class StreamReader<T>(StreamSource<T> source)
{
    private bool _isOver;

    ~StreamReader() => Stream?.PostLeave();

    /// <summary>The item that the reader is at.</summary>
    public T Current { get; private set; } = default!;

    protected StreamSource<T> Source => source;

    /// <summary>The loop's side; null before the first step.</summary>
    protected OpenStream<T>? Stream { get; private set; }

    /// <summary>Whether no step follows: the stream has ended, a step has failed, or the reader has left.</summary>
    protected bool IsOver => _isOver;

    /// <summary>Takes an item that is there without a step.</summary>
    protected bool TryTake(CancellationToken token)
    {
        if (Stream is null || token.IsCancellationRequested || !Stream.TryTake(out var item))
            return false;
        Current = item;
        return true;
    }

    /// <summary>The loop's side; whether this begins it.</summary>
    protected OpenStream<T> GetStream(out bool isFirst)
    {
        isFirst = Stream is null;
        return Stream ??= source.Open();
    }

    /// <summary>A step has said whether there is an item.</summary>
    protected bool OnStepped(StreamStep<T> step)
    {
        if (step.IsThere)
            Current = Stream!.Take(step);
        else
            End();
        return step.IsThere;
    }

    /// <summary>A step has failed: the loop disposes of the iterator, and nobody waits for that.</summary>
    protected void OnFailed()
    {
        Stream?.PostLeave();
        End();
    }

    /// <summary>The reading is over; false where it was, or had not begun.</summary>
    protected bool TryLeave()
    {
        var leaves = !_isOver && Stream is not null;
        End();
        return leaves;
    }

    /// <summary>The iterator has not been disposed of in time: nobody waits for it any longer.</summary>
    protected void OnSlow(CrochetTimeoutException timeout)
    {
        if (timeout.IsWithdrawn)
            Stream!.PostLeave();
        else
            Stream!.Loop.Reports.SlowDisposal(Stream.Name);
    }

    private void End()
    {
        _isOver = true;
        Current = default!;
        GC.SuppressFinalize(this);
    }
}
