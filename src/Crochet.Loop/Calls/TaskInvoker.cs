namespace Crochet.Calls;

/// <summary>A call whose body returns a <see cref="Task"/>.</summary>
internal sealed class TaskInvoker : DelegateInvoker
{
    public static readonly TaskInvoker Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<Task>)body)(), body));
}

/// <summary>A call whose body returns a <see cref="Task{TResult}"/>.</summary>
internal sealed class TaskInvoker<T> : DelegateInvoker
{
    public static readonly TaskInvoker<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(((Func<Task<T>>)body)(), body));
}
