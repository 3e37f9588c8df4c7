namespace Crochet.Calls;

/// <summary>A call whose body returns a <see cref="ValueTask"/>.</summary>
internal sealed class ValueTaskInvoker : DelegateInvoker
{
    public static readonly ValueTaskInvoker Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        Follow(call, ((Func<ValueTask>)body)());
}

/// <summary>A call whose body returns a <see cref="ValueTask{TResult}"/>.</summary>
internal sealed class ValueTaskInvoker<T> : DelegateInvoker
{
    public static readonly ValueTaskInvoker<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        Follow(call, ((Func<ValueTask<T>>)body)());
}
