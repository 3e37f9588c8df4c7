namespace Crochet;

/// <summary>A call whose body takes a token and returns a <see cref="Task"/>.</summary>
internal sealed class CancellableOperation : DelegateOperation
{
    public static readonly CancellableOperation Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<CancellationToken, Task>)body)(cancellationToken), body));
}

/// <summary>A call whose body takes a token and returns a <see cref="Task{TResult}"/>.</summary>
internal sealed class CancellableOperation<T> : DelegateOperation
{
    public static readonly CancellableOperation<T> Instance = new();

    public override bool TakesToken => true;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<CancellationToken, Task<T>>)body)(cancellationToken), body));
}
