namespace Crochet;

/// <summary>A call whose body returns a <see cref="Task"/>.</summary>
internal sealed class TaskOperation : DelegateOperation
{
    public static readonly TaskOperation Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<Task>)body)(), body));
}

/// <summary>A call whose body returns a <see cref="Task{TResult}"/>.</summary>
internal sealed class TaskOperation<T> : DelegateOperation
{
    public static readonly TaskOperation<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<Task<T>>)body)(), body));
}
