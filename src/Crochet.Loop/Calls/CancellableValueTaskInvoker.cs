namespace Crochet.Calls;

/// <summary>A call whose body takes a token and returns a <see cref="ValueTask"/>.</summary>
internal sealed class CancellableValueTaskInvoker : DelegateInvoker
{
    public static readonly CancellableValueTaskInvoker Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        Follow(call, ((Func<CancellationToken, ValueTask>)body)(cancellationToken));
}

/// <summary>A call whose body takes a token and returns a <see cref="ValueTask{TResult}"/>.</summary>
internal sealed class CancellableValueTaskInvoker<T> : DelegateInvoker
{
    public static readonly CancellableValueTaskInvoker<T> Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        Follow(call, ((Func<CancellationToken, ValueTask<T>>)body)(cancellationToken));
}
