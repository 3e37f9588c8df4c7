namespace Crochet.Streams;

/// <summary>The loop makes items ahead of the reader, up to a number that have been made and not taken.</summary>
/// <remarks>
/// The reader takes what is there without a step. A step is for a reader that finds nothing.
/// </remarks>
internal sealed class PrefetchedStream<T>(EventLoop loop, string name, StreamOrigin<T> origin, int limit)
    : OpenStream<T>(loop, name, origin)
{
    private const int ItemsPerTurn = 64;

    private readonly MadeItems<T> _items = new(limit);

    // Loop thread: how it ended, a step that waits, and what ends that.
    private Failure? _end;
    private bool _isFilling;
    private EventualResult<StreamStep<T>>? _waiting;
    private TaskCompletionSource<StreamStep<T>>? _arrival;

    public override bool TryTake(out T item)
    {
        if (!_items.TryTake(out item))
            return false;
        if (_items.MustAsk())
            Loop.SynchronizationContext.Post(static self => ((PrefetchedStream<T>)self!).Fill(call: null), this);
        return true;
    }

    public override T Take(StreamStep<T> step)
    {
        TryTake(out var item);
        return item;
    }

    public override void Step(EventualResult<StreamStep<T>> call)
    {
        if (_items.IsEmpty && !IsAtEnd)
        {
            _waiting = call;
            Fill(call);
            if (_waiting is null)
                return;
            if (_items.IsEmpty && !IsAtEnd)
            {
                _arrival = new TaskCompletionSource<StreamStep<T>>();
                CancelWith(call);
                call.Follow(_arrival.Task);
                return;
            }

            _waiting = null;
        }

        if (_items.IsEmpty)
            (_end ?? Failure)?.Throw();
        if (!call.Succeed(StreamStep<T>.Ahead(!_items.IsEmpty)))
            OnNotTaken(call);
    }

    protected override bool MakesAhead => true;

    // A step that waits will find nothing any more.
    protected override void OnLeft()
    {
        _waiting = null;
        var arrival = _arrival;
        _arrival = null;
        if (Failure is { } failure)
            arrival?.TrySetException(failure.Exception);
        else
            arrival?.TrySetCanceled();
    }

    private bool IsAtEnd => _end is not null || Failure is not null || IsOver || IsLeft;

    private void Fill(EventualResult? call)
    {
        if (_isFilling || IsAtEnd)
            return;
        _items.Resume();
        _ = FillAsync(call);
    }

    private async Task FillAsync(EventualResult? call)
    {
        _isFilling = true;
        try
        {
            for (var made = 0; !IsAtEnd && !_items.TryPause(); made++)
            {
                if (made == ItemsPerTurn)
                {
                    // The loop has others to serve.
                    made = 0;
                    Loop.Turns.UseOwnSynchronizationContext();
                    await Task.Yield();
                    continue;
                }

                var step = await MoveAsync(call).ConfigureAwait(true);
                if (!step.IsThere)
                    break;
                _items.Add(step.Item);
                EndStep();
            }
        }
        catch (Exception exception)
        {
            _end = new Failure(exception);
        }

        _isFilling = false;
        if (IsAtEnd)
            EndStep();
    }

    // The one that waits finds an item, or the end.
    private void EndStep()
    {
        if (_waiting is not { } call)
            return;
        _waiting = null;
        var arrival = _arrival;
        _arrival = null;
        if (_items.IsEmpty && (_end ?? Failure) is { } end)
        {
            if (arrival is not null)
                arrival.TrySetException(end.Exception);
            else
                call.EndWith(end.Exception, report: true);
            return;
        }

        var step = StreamStep<T>.Ahead(!_items.IsEmpty);
        if (arrival is not null)
            arrival.TrySetResult(step);
        else if (!call.Succeed(step))
            OnNotTaken(call);
    }
}
