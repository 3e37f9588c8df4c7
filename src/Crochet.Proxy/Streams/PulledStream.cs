namespace Crochet.Streams;

/// <summary>Each step of the reader has the iterator make one item; nothing is made ahead.</summary>
internal sealed class PulledStream<T>(EventLoop loop, string name, StreamOrigin<T> origin) : OpenStream<T>(loop, name, origin)
{
    public override bool TryTake(out T item)
    {
        item = default!;
        return false;
    }

    public override T Take(StreamStep<T> step) => step.Item;

    public override void Step(EventualResult<StreamStep<T>> call)
    {
        if (Failure is { } failure)
            failure.Throw();
        if (IsOver || IsLeft)
        {
            call.Succeed(default);
            return;
        }

        var moving = MoveAsync(call);
        if (moving.IsCompleted)
        {
            if (!call.Succeed(moving.Result))
                OnNotTaken(call);
            return;
        }

        CancelWith(call);
        call.Follow(moving.AsTask());
    }
}
