namespace Crochet.Calls;

/// <summary>A call whose body takes a token and returns a <see cref="Task"/>.</summary>
internal sealed class CancellableInvoker : DelegateInvoker
{
    public static readonly CancellableInvoker Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<CancellationToken, Task>)body)(cancellationToken), body));
}

/// <summary>A call whose body takes a token and returns a <see cref="Task{TResult}"/>.</summary>
internal sealed class CancellableInvoker<T> : DelegateInvoker
{
    public static readonly CancellableInvoker<T> Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<CancellationToken, Task<T>>)body)(cancellationToken), body));
}
