using System.Collections.Concurrent;

namespace Crochet.Streams;

/// <summary>The loop makes items ahead of the reader, up to a number that have been made and not taken.</summary>
/// <remarks>
/// The loop makes items until the number is reached; the reader takes what is there without a step, and asks for more when half of it is
/// gone. A step is for a reader
/// that finds nothing. The two meet in the queue of items and in the number of those that are ahead: the reader takes an item, lowers the
/// number and then looks
/// whether more have been asked for already; the loop takes note that it was asked and then looks at the number. So one of them sees the
/// other.
/// </remarks>
internal sealed class PrefetchedStream<T>(EventLoop loop, string name, StreamOrigin<T> origin, int limit)
    : OpenStream<T>(loop, name, origin)
{
    private const int ItemsPerTurn = 64;

    private readonly ConcurrentQueue<T> _items = new();
    private int _ahead;
    private int _isAsked;

    // Loop thread: how it ended, a step that waits, and what ends that.
    private Failure? _end;
    private bool _isFilling;
    private EventualResult<bool>? _waiting;
    private TaskCompletionSource<bool>? _arrival;

    public override bool TryTake(out T item)
    {
        if (!_items.TryDequeue(out item!))
            return false;
        if (Interlocked.Decrement(ref _ahead) <= limit / 2 && Interlocked.Exchange(ref _isAsked, 1) == 0)
            Loop.SynchronizationContext.Post(static self => ((PrefetchedStream<T>)self!).FillAsAsked(), this);
        return true;
    }

    public override T Take()
    {
        TryTake(out var item);
        return item;
    }

    public override void Step(EventualResult<bool> call)
    {
        if (_items.IsEmpty && !IsAtEnd)
        {
            _waiting = call;
            Fill(call);
            if (_waiting is null)
                return;
            if (_items.IsEmpty && !IsAtEnd)
            {
                _arrival = new TaskCompletionSource<bool>();
                CancelWith(call);
                call.Follow(_arrival.Task);
                return;
            }

            _waiting = null;
        }

        if (_items.IsEmpty)
            (_end ?? Failure)?.Throw();
        if (!call.Succeed(!_items.IsEmpty))
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

    private void FillAsAsked()
    {
        Interlocked.Exchange(ref _isAsked, 0);
        Fill(call: null);
    }

    private void Fill(EventualResult? call)
    {
        if (!_isFilling && !IsAtEnd)
            _ = FillAsync(call);
    }

    private async Task FillAsync(EventualResult? call)
    {
        _isFilling = true;
        try
        {
            for (var made = 0; Volatile.Read(ref _ahead) < limit && !IsAtEnd; made++)
            {
                if (made == ItemsPerTurn)
                {
                    // The loop has others to serve.
                    made = 0;
                    Loop.Turns.UseOwnSynchronizationContext();
                    await Task.Yield();
                    continue;
                }

                if (!await MoveAsync(call).ConfigureAwait(true))
                    break;
                Interlocked.Increment(ref _ahead);
                _items.Enqueue(Made);
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

        var isThere = !_items.IsEmpty;
        if (arrival is not null)
            arrival.TrySetResult(isThere);
        else if (!call.Succeed(isThere))
            OnNotTaken(call);
    }
}
