namespace Crochet.Calls;

/// <summary>A call whose body returns an <see cref="EventualResult"/>.</summary>
internal sealed class ResultInvoker : DelegateInvoker
{
    public static readonly ResultInvoker Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<EventualResult>)body)(), body).AsTask());
}

/// <summary>A call whose body returns an <see cref="EventualResult{T}"/>.</summary>
internal sealed class ResultInvoker<T> : DelegateInvoker
{
    public static readonly ResultInvoker<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<EventualResult<T>>)body)(), body).AsTask());
}
